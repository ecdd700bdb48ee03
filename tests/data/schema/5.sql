-- A database as attachmeterd of schema version 5 left it: a day of made-up mail
-- (attachmeter demo --messages 30 --seed 5), the same in all versions.
-- In:  nothing; for an empty database
-- Out: nothing
PRAGMA auto_vacuum = 2;
PRAGMA application_id = 0x61746d74;
PRAGMA user_version = 5;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    created_day INTEGER NOT NULL
, machine TEXT, is_copy INTEGER NOT NULL DEFAULT 0, is_merged INTEGER NOT NULL DEFAULT 0, bound_until_day INTEGER) STRICT;
INSERT INTO meta VALUES(1,20784,'db17d013fd92feef8a1d41d87a4265ee',0,0,NULL);
CREATE TABLE code (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
INSERT INTO code VALUES('class',0,'attachment');
INSERT INTO code VALUES('class',1,'inline');
INSERT INTO code VALUES('class',2,'signature');
INSERT INTO code VALUES('class',3,'opaque');
INSERT INTO code VALUES('dimension',0,'nothing');
INSERT INTO code VALUES('dimension',1,'direction');
INSERT INTO code VALUES('dimension',2,'domain');
INSERT INTO code VALUES('dimension',3,'direction and domain');
INSERT INTO code VALUES('dimension',4,'family');
INSERT INTO code VALUES('dimension',5,'direction and family');
INSERT INTO code VALUES('dimension',6,'domain and family');
INSERT INTO code VALUES('dimension',7,'direction, domain and family');
INSERT INTO code VALUES('dimension',8,'class');
INSERT INTO code VALUES('dimension',9,'direction and class');
INSERT INTO code VALUES('dimension',10,'domain and class');
INSERT INTO code VALUES('dimension',11,'direction, domain and class');
INSERT INTO code VALUES('dimension',12,'family and class');
INSERT INTO code VALUES('dimension',13,'direction, family and class');
INSERT INTO code VALUES('dimension',14,'domain, family and class');
INSERT INTO code VALUES('dimension',15,'direction, domain, family and class');
INSERT INTO code VALUES('direction',0,'inbound');
INSERT INTO code VALUES('direction',1,'outbound');
INSERT INTO code VALUES('direction',2,'internal');
INSERT INTO code VALUES('direction',3,'transit');
INSERT INTO code VALUES('disposition',0,'none');
INSERT INTO code VALUES('disposition',1,'attachment');
INSERT INTO code VALUES('disposition',2,'inline');
INSERT INTO code VALUES('disposition',3,'other');
INSERT INTO code VALUES('encoding',0,'7bit');
INSERT INTO code VALUES('encoding',1,'8bit');
INSERT INTO code VALUES('encoding',2,'binary');
INSERT INTO code VALUES('encoding',3,'quoted-printable');
INSERT INTO code VALUES('encoding',4,'base64');
INSERT INTO code VALUES('encoding',5,'x-uuencode');
INSERT INTO code VALUES('encoding',6,'other');
INSERT INTO code VALUES('family',0,'other');
INSERT INTO code VALUES('family',1,'pdf');
INSERT INTO code VALUES('family',2,'document');
INSERT INTO code VALUES('family',3,'sheet');
INSERT INTO code VALUES('family',4,'slides');
INSERT INTO code VALUES('family',5,'image');
INSERT INTO code VALUES('family',6,'audio');
INSERT INTO code VALUES('family',7,'video');
INSERT INTO code VALUES('family',8,'archive');
INSERT INTO code VALUES('family',9,'calendar');
INSERT INTO code VALUES('family',10,'text');
INSERT INTO code VALUES('family',11,'message');
INSERT INTO code VALUES('family',12,'crypto');
INSERT INTO code VALUES('family',13,'program');
INSERT INTO code VALUES('flaw',0,'b64_junk');
INSERT INTO code VALUES('flaw',1,'b64_after_pad');
INSERT INTO code VALUES('flaw',2,'b64_no_pad');
INSERT INTO code VALUES('flaw',3,'b64_truncated');
INSERT INTO code VALUES('flaw',4,'qp_bad_escape');
INSERT INTO code VALUES('flaw',5,'qp_trailing_ws');
INSERT INTO code VALUES('flaw',6,'uu_no_begin');
INSERT INTO code VALUES('flaw',7,'uu_no_end');
INSERT INTO code VALUES('flaw',8,'uu_in_body');
INSERT INTO code VALUES('flaw',9,'cte_unknown');
INSERT INTO code VALUES('flaw',10,'encoded_message');
INSERT INTO code VALUES('flaw',11,'header_cut');
INSERT INTO code VALUES('flaw',12,'header_no_colon');
INSERT INTO code VALUES('flaw',13,'field_twice');
INSERT INTO code VALUES('flaw',14,'boundary_missing');
INSERT INTO code VALUES('flaw',15,'boundary_not_seen');
INSERT INTO code VALUES('flaw',16,'no_end_boundary');
INSERT INTO code VALUES('flaw',17,'limit_depth');
INSERT INTO code VALUES('flaw',18,'limit_parts');
INSERT INTO code VALUES('flaw',19,'limit_boundary');
INSERT INTO code VALUES('flaw',20,'limit_recipients');
INSERT INTO code VALUES('flaw',21,'type_mismatch');
INSERT INTO code VALUES('flaw',22,'yenc_in_body');
INSERT INTO code VALUES('flaw',23,'tnef_damaged');
INSERT INTO code VALUES('flaw',24,'tnef_checksum');
INSERT INTO code VALUES('flaw',25,'limit_tnef');
INSERT INTO code VALUES('flaw',26,'sender_by_domain');
INSERT INTO code VALUES('gap',0,'memory');
INSERT INTO code VALUES('gap',1,'disk');
INSERT INTO code VALUES('gap',2,'full');
INSERT INTO code VALUES('gap',3,'stop');
INSERT INTO code VALUES('gap',4,'crash');
INSERT INTO code VALUES('gap',5,'torn');
INSERT INTO code VALUES('gap',6,'hung_up');
INSERT INTO code VALUES('type',0,'other');
INSERT INTO code VALUES('type',1,'text/other');
INSERT INTO code VALUES('type',2,'image/other');
INSERT INTO code VALUES('type',3,'audio/other');
INSERT INTO code VALUES('type',4,'video/other');
INSERT INTO code VALUES('type',5,'message/other');
INSERT INTO code VALUES('type',6,'application/octet-stream');
INSERT INTO code VALUES('type',7,'application/pdf');
INSERT INTO code VALUES('type',8,'application/msword');
INSERT INTO code VALUES('type',9,'application/vnd.ms-excel');
INSERT INTO code VALUES('type',10,'application/vnd.ms-powerpoint');
INSERT INTO code VALUES('type',11,'application/vnd.openxmlformats-officedocument.wordprocessingml.document');
INSERT INTO code VALUES('type',12,'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet');
INSERT INTO code VALUES('type',13,'application/vnd.openxmlformats-officedocument.presentationml.presentation');
INSERT INTO code VALUES('type',14,'application/vnd.openxmlformats-officedocument.presentationml.slideshow');
INSERT INTO code VALUES('type',15,'application/vnd.oasis.opendocument.text');
INSERT INTO code VALUES('type',16,'application/vnd.oasis.opendocument.spreadsheet');
INSERT INTO code VALUES('type',17,'application/vnd.oasis.opendocument.presentation');
INSERT INTO code VALUES('type',18,'application/vnd.oasis.opendocument.graphics');
INSERT INTO code VALUES('type',19,'application/vnd.ms-excel.sheet.macroenabled.12');
INSERT INTO code VALUES('type',20,'application/vnd.ms-excel.sheet.binary.macroenabled.12');
INSERT INTO code VALUES('type',21,'application/vnd.ms-word.document.macroenabled.12');
INSERT INTO code VALUES('type',22,'application/vnd.ms-outlook');
INSERT INTO code VALUES('type',23,'application/vnd.visio');
INSERT INTO code VALUES('type',24,'application/rtf');
INSERT INTO code VALUES('type',25,'application/epub+zip');
INSERT INTO code VALUES('type',26,'application/zip');
INSERT INTO code VALUES('type',27,'application/x-zip-compressed');
INSERT INTO code VALUES('type',28,'application/x-zip');
INSERT INTO code VALUES('type',29,'application/gzip');
INSERT INTO code VALUES('type',30,'application/x-gzip');
INSERT INTO code VALUES('type',31,'application/x-compressed');
INSERT INTO code VALUES('type',32,'application/x-7z-compressed');
INSERT INTO code VALUES('type',33,'application/x-rar-compressed');
INSERT INTO code VALUES('type',34,'application/vnd.rar');
INSERT INTO code VALUES('type',35,'application/x-tar');
INSERT INTO code VALUES('type',36,'application/x-bzip2');
INSERT INTO code VALUES('type',37,'application/x-xz');
INSERT INTO code VALUES('type',38,'application/zstd');
INSERT INTO code VALUES('type',39,'application/json');
INSERT INTO code VALUES('type',40,'application/xml');
INSERT INTO code VALUES('type',41,'application/javascript');
INSERT INTO code VALUES('type',42,'application/ics');
INSERT INTO code VALUES('type',43,'application/ms-tnef');
INSERT INTO code VALUES('type',44,'application/vnd.ms-tnef');
INSERT INTO code VALUES('type',45,'application/applefile');
INSERT INTO code VALUES('type',46,'application/postscript');
INSERT INTO code VALUES('type',47,'application/x-msdownload');
INSERT INTO code VALUES('type',48,'application/x-dosexec');
INSERT INTO code VALUES('type',49,'application/x-sh');
INSERT INTO code VALUES('type',50,'application/java-archive');
INSERT INTO code VALUES('type',51,'application/vnd.android.package-archive');
INSERT INTO code VALUES('type',52,'application/pkcs7-mime');
INSERT INTO code VALUES('type',53,'application/x-pkcs7-mime');
INSERT INTO code VALUES('type',54,'application/pkcs7-signature');
INSERT INTO code VALUES('type',55,'application/x-pkcs7-signature');
INSERT INTO code VALUES('type',56,'application/pgp-encrypted');
INSERT INTO code VALUES('type',57,'application/pgp-signature');
INSERT INTO code VALUES('type',58,'application/pgp-keys');
INSERT INTO code VALUES('type',59,'application/vnd.google-earth.kmz');
INSERT INTO code VALUES('type',60,'application/acad');
INSERT INTO code VALUES('type',61,'application/dxf');
INSERT INTO code VALUES('type',62,'image/jpeg');
INSERT INTO code VALUES('type',63,'image/jpg');
INSERT INTO code VALUES('type',64,'image/png');
INSERT INTO code VALUES('type',65,'image/gif');
INSERT INTO code VALUES('type',66,'image/bmp');
INSERT INTO code VALUES('type',67,'image/tiff');
INSERT INTO code VALUES('type',68,'image/webp');
INSERT INTO code VALUES('type',69,'image/heic');
INSERT INTO code VALUES('type',70,'image/heif');
INSERT INTO code VALUES('type',71,'image/avif');
INSERT INTO code VALUES('type',72,'image/svg+xml');
INSERT INTO code VALUES('type',73,'image/x-icon');
INSERT INTO code VALUES('type',74,'image/vnd.dwg');
INSERT INTO code VALUES('type',75,'audio/mpeg');
INSERT INTO code VALUES('type',76,'audio/wav');
INSERT INTO code VALUES('type',77,'audio/x-wav');
INSERT INTO code VALUES('type',78,'audio/ogg');
INSERT INTO code VALUES('type',79,'audio/mp4');
INSERT INTO code VALUES('type',80,'audio/amr');
INSERT INTO code VALUES('type',81,'video/mp4');
INSERT INTO code VALUES('type',82,'video/quicktime');
INSERT INTO code VALUES('type',83,'video/mpeg');
INSERT INTO code VALUES('type',84,'video/webm');
INSERT INTO code VALUES('type',85,'video/x-msvideo');
INSERT INTO code VALUES('type',86,'video/x-ms-wmv');
INSERT INTO code VALUES('type',87,'video/3gpp');
INSERT INTO code VALUES('type',88,'text/plain');
INSERT INTO code VALUES('type',89,'text/html');
INSERT INTO code VALUES('type',90,'text/calendar');
INSERT INTO code VALUES('type',91,'text/vcard');
INSERT INTO code VALUES('type',92,'text/x-vcard');
INSERT INTO code VALUES('type',93,'text/csv');
INSERT INTO code VALUES('type',94,'text/xml');
INSERT INTO code VALUES('type',95,'text/rtf');
INSERT INTO code VALUES('type',96,'text/markdown');
INSERT INTO code VALUES('type',97,'text/css');
INSERT INTO code VALUES('type',98,'text/x-patch');
INSERT INTO code VALUES('type',99,'text/x-diff');
INSERT INTO code VALUES('type',100,'text/x-log');
INSERT INTO code VALUES('type',101,'text/rfc822-headers');
INSERT INTO code VALUES('type',102,'message/rfc822');
INSERT INTO code VALUES('type',103,'message/global');
INSERT INTO code VALUES('type',104,'message/delivery-status');
INSERT INTO code VALUES('type',105,'message/disposition-notification');
INSERT INTO code VALUES('type',106,'message/partial');
INSERT INTO code VALUES('type',107,'message/external-body');
CREATE TABLE domain (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO domain VALUES(1,'example.org');
INSERT INTO domain VALUES(2,'example.net');
INSERT INTO domain VALUES(3,'');
INSERT INTO domain VALUES(4,'several');
CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL UNIQUE,
    size_bytes INTEGER NOT NULL,
    family INTEGER NOT NULL, -- of the first sighting
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    last_own_day INTEGER, -- last in a mailbox of ours; NULL: never
    senders INTEGER NOT NULL -- distinct ones of a day, at most 5
, epoch INTEGER NOT NULL DEFAULT 1) STRICT;
INSERT INTO content VALUES(1,X'2268febb2eab73cdc3ab7b35c87800f583a53b5db9161f36da3837c6ad8926d7',1800,5,20784,20784,20784,1,1);
INSERT INTO content VALUES(2,X'93dbf2af871de7fefa594d88e379a39df36ce3d63a1ba28f60dea38c72ef5db1',2000,5,20784,20784,20784,1,1);
INSERT INTO content VALUES(3,X'a92df0564ecb39ec5e73269671e22b18ec336ba4e2c0340bdb3d3d3d55636446',2200,5,20784,20784,20784,1,1);
INSERT INTO content VALUES(4,X'e5ef89d37f1ddb3485988c4a36b818c6ecc6f39a8a7cde8a853d014e9efe935c',140527,4,20784,20784,20784,4,1);
INSERT INTO content VALUES(5,X'c5c0f23a0a1f0af47aa930fda54a0c8168b6389136f0639796e96f69340bd799',17653,5,20784,20784,20784,3,1);
INSERT INTO content VALUES(6,X'ca9838458671ce5a9a325d6a6be50da5c7ec038e137ff8c77352905b1771482e',885865,5,20784,20784,20784,1,1);
INSERT INTO content VALUES(7,X'34f40004e4c7f9dec7579ad40f6ab8595cc2f8805fb36f72561c81fed47027b7',1843,12,20784,20784,20784,1,1);
INSERT INTO content VALUES(8,X'dbaa5f171245af1ce5b824c1361c5ddde5ae0309a0ff3db67a3a213910988064',4400000,1,20784,20784,20784,3,1);
INSERT INTO content VALUES(9,X'52386a50878809516787698846a2eaf86e5d9386d10acdaae5b28282bfd67fff',1862,12,20784,20784,20784,1,1);
INSERT INTO content VALUES(10,X'347697fc51b6b6232251f22e1f87af2a12102f4a105194dfb1ec16bb4badd13a',2600,5,20784,20784,20784,2,1);
INSERT INTO content VALUES(11,X'29586dbddb3cd0bcb863ae1ae8024deea459b7911d2a1037c7441a9606c37eff',400,5,20784,20784,20784,1,1);
INSERT INTO content VALUES(12,X'ec9f5339a6e5ad146f5c002f3888c1f79ac4bbd4bd100db4d68fb18d8eed6657',129736,0,20784,20784,20784,2,1);
INSERT INTO content VALUES(13,X'4d999ea3a2eb1cdf5ad458701aeb9618f479e877a6217347ea6d256c33403e96',31260,5,20784,20784,20784,2,1);
INSERT INTO content VALUES(14,X'0ba84475fc6ea4717d9e9866d11749ce848a491829a3846add8cd2ffef5b0680',32258,2,20784,20784,20784,1,1);
INSERT INTO content VALUES(15,X'ad2f048efbb70d0a3edecadf43c91a1e0b7759bf8dcd49ec2f1a9ef96fc47951',8436,9,20784,20784,20784,1,1);
INSERT INTO content VALUES(16,X'aef1444cfbe9321a672e10b4d43cba33a63157a229f1e424e6381d2772da6eb1',18504,5,20784,20784,20784,2,1);
INSERT INTO content VALUES(17,X'816ab9ca2a062582a6db471f9083cfa2006868097430c8dfce7041a18b18937d',1600,5,20784,20784,20784,2,1);
INSERT INTO content VALUES(18,X'00c70c2c5a238fb813fe86c771bba1d251ecb69681369173ffcccb082fcf0bf8',19360,9,20784,20784,20784,2,1);
INSERT INTO content VALUES(19,X'85162a58fe117aefb7d666f871c8449143a7e23899065fdacd4dfa549de760f8',12,12,20784,20784,20784,1,1);
INSERT INTO content VALUES(20,X'5d41d82fe3a3a488d13c1b91ef3dfd34a35d6a119970c4b666a26eb5020b7877',1438,0,20784,20784,20784,1,1);
INSERT INTO content VALUES(21,X'6b036bcd0d326ef3b966e09a90f40b192b7c3eb03418ce0edcdfc43f134606cf',64398,3,20784,20784,20784,1,1);
INSERT INTO content VALUES(22,X'9b2b0b5e67ff02c0036972e57cdf76f5b9b4a64fd055514af81e0e0678d4c1d7',69442,5,20784,20784,20784,1,1);
INSERT INTO content VALUES(23,X'd30f8527badcb5b77caaf4c1c3aa7f16357648cd721880a4930e6176afd9e41b',2215,10,20784,20784,20784,1,1);
INSERT INTO content VALUES(24,X'261c136058450ab3cf8e53e2498de81f2f8a2b47502ad9728dd659e8b0145bc2',19589,1,20784,20784,20784,2,1);
INSERT INTO content VALUES(25,X'a81206a2a9752bdcd49fbe471ffd9b99e4dfce342df652c4005f988f9f77996a',265102,1,20784,20784,20784,1,1);
INSERT INTO content VALUES(26,X'c1b83c2365965b80b43fb24764fe30034da91d5ca414d652d6b414ea700a2648',188621,4,20784,20784,20784,1,1);
INSERT INTO content VALUES(27,X'fe3ced90fdf49bbe76cf850c5d656d3eda5093a6df011b9e3defc66cf2463923',2142,9,20784,20784,20784,1,1);
CREATE TABLE sis_file (
    content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    layout INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (content, layout)
) STRICT, WITHOUT ROWID;
INSERT INTO sis_file VALUES(4,0,20784);
INSERT INTO sis_file VALUES(6,0,20784);
INSERT INTO sis_file VALUES(8,0,20784);
INSERT INTO sis_file VALUES(12,0,20784);
INSERT INTO sis_file VALUES(25,0,20784);
INSERT INTO sis_file VALUES(26,0,20784);
CREATE TABLE message (
    id INTEGER PRIMARY KEY,
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    local_given INTEGER NOT NULL, -- local recipients as the client gave them
    local INTEGER NOT NULL, -- local mailboxes, known lists expanded
    external INTEGER NOT NULL,
    sent INTEGER NOT NULL, -- 1: a copy in the sender's Sent folder
    hops INTEGER NOT NULL, -- next-hop transactions
    continuation INTEGER NOT NULL -- 1: of a message counted before
) STRICT;
INSERT INTO message VALUES(1,20784,1,1,2,2,2,1,3,0);
INSERT INTO message VALUES(2,20784,1,2,1,1,1,1,2,0);
INSERT INTO message VALUES(3,20784,1,1,1,1,3,1,4,0);
INSERT INTO message VALUES(4,20784,0,1,2,2,0,0,1,0);
INSERT INTO message VALUES(5,20784,2,2,25,25,0,1,1,0);
INSERT INTO message VALUES(6,20784,2,1,1,1,0,1,1,0);
INSERT INTO message VALUES(7,20784,2,1,1,1,0,1,1,0);
INSERT INTO message VALUES(8,20784,1,1,1,1,2,1,2,0);
INSERT INTO message VALUES(9,20784,1,1,0,0,1,1,1,0);
INSERT INTO message VALUES(10,20784,1,1,1,1,1,1,2,0);
INSERT INTO message VALUES(11,20784,2,1,2,2,0,1,1,0);
INSERT INTO message VALUES(12,20784,0,4,2,2,0,0,1,0);
INSERT INTO message VALUES(13,20784,0,1,1,1,0,0,1,0);
INSERT INTO message VALUES(14,20784,1,2,0,0,1,1,1,0);
INSERT INTO message VALUES(15,20784,0,1,3,3,0,0,1,0);
INSERT INTO message VALUES(16,20784,0,1,1,1,0,0,1,0);
INSERT INTO message VALUES(17,20784,2,1,2,2,0,1,1,0);
INSERT INTO message VALUES(18,20784,0,1,1,1,0,0,1,0);
INSERT INTO message VALUES(19,20784,0,1,1,1,0,0,1,0);
INSERT INTO message VALUES(20,20784,2,1,1,1,0,1,1,0);
INSERT INTO message VALUES(21,20784,0,1,1,1,0,0,1,0);
INSERT INTO message VALUES(22,20784,0,1,1,1,0,0,1,0);
INSERT INTO message VALUES(23,20784,2,2,1,1,0,1,1,0);
CREATE TABLE sighting (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    message INTEGER NOT NULL REFERENCES message (id),
    content INTEGER REFERENCES content (id), -- NULL: a limit cut it off
    type INTEGER NOT NULL, -- declared
    class INTEGER NOT NULL,
    family INTEGER NOT NULL,
    encoding INTEGER NOT NULL,
    disposition INTEGER NOT NULL,
    has_name INTEGER NOT NULL,
    has_content_id INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL, -- decoded
    stored_bytes INTEGER NOT NULL, -- encoded, lines end in LF
    wire_bytes INTEGER NOT NULL, -- encoded, lines end in CRLF
    layout INTEGER NOT NULL -- 0: canonical base64
, epoch INTEGER NOT NULL DEFAULT 1, origin INTEGER) STRICT;
INSERT INTO sighting VALUES(1,1,1,64,1,5,4,2,1,1,1800,2431,2462,0,1,NULL);
INSERT INTO sighting VALUES(2,1,2,64,1,5,4,2,1,1,2000,2703,2738,0,1,NULL);
INSERT INTO sighting VALUES(3,1,3,64,1,5,4,2,1,1,2200,2976,3016,0,1,NULL);
INSERT INTO sighting VALUES(4,2,4,13,0,4,4,1,1,0,140527,189974,192576,0,1,NULL);
INSERT INTO sighting VALUES(5,2,4,13,0,4,4,1,1,0,140527,190494,193616,0,1,NULL);
INSERT INTO sighting VALUES(6,2,4,13,0,4,4,1,1,0,140527,189837,192302,0,1,NULL);
INSERT INTO sighting VALUES(7,2,5,6,0,5,4,1,1,0,17653,23849,24158,0,1,NULL);
INSERT INTO sighting VALUES(8,2,4,13,0,4,4,0,1,0,140527,189837,192302,0,1,NULL);
INSERT INTO sighting VALUES(9,3,4,13,0,4,4,2,1,0,140527,189837,192302,0,1,NULL);
INSERT INTO sighting VALUES(10,4,6,62,0,5,4,1,1,0,885865,1196697,1212238,0,1,NULL);
INSERT INTO sighting VALUES(11,4,7,54,2,12,4,1,1,0,1843,2498,2536,0,1,NULL);
INSERT INTO sighting VALUES(12,5,8,7,0,1,4,1,1,0,4400000,5958334,6050000,0,1,NULL);
INSERT INTO sighting VALUES(13,6,5,62,0,5,4,1,1,0,17653,23932,24324,0,1,NULL);
INSERT INTO sighting VALUES(14,6,9,54,2,12,4,1,1,0,1862,2522,2560,0,1,NULL);
INSERT INTO sighting VALUES(15,7,10,64,1,5,4,2,1,1,2600,3513,3558,0,1,NULL);
INSERT INTO sighting VALUES(16,7,11,64,1,5,4,2,1,1,400,543,550,0,1,NULL);
INSERT INTO sighting VALUES(17,8,12,6,0,0,4,1,1,0,129736,175260,177536,0,1,NULL);
INSERT INTO sighting VALUES(18,8,13,6,0,5,4,1,0,0,31260,42258,42836,0,1,NULL);
INSERT INTO sighting VALUES(19,8,13,62,0,5,4,1,1,0,31260,42228,42776,0,1,NULL);
INSERT INTO sighting VALUES(20,9,10,64,1,5,4,2,1,1,2600,3513,3558,0,1,NULL);
INSERT INTO sighting VALUES(21,9,4,13,0,4,4,0,1,0,140527,189974,192576,0,1,NULL);
INSERT INTO sighting VALUES(22,10,12,6,0,0,4,1,1,0,129736,175260,177536,0,1,NULL);
INSERT INTO sighting VALUES(23,11,8,7,0,1,4,1,0,0,4400000,5948149,6029630,0,1,NULL);
INSERT INTO sighting VALUES(24,12,5,6,0,5,4,1,1,0,17653,23932,24324,0,1,NULL);
INSERT INTO sighting VALUES(25,13,14,8,0,2,4,0,1,0,32258,43577,44142,0,1,NULL);
INSERT INTO sighting VALUES(26,14,15,90,0,9,1,0,1,0,8436,8292,8436,1,1,NULL);
INSERT INTO sighting VALUES(27,14,16,6,0,5,4,0,1,0,18504,24996,25320,0,1,NULL);
INSERT INTO sighting VALUES(28,15,17,64,1,5,4,2,1,1,1600,2165,2194,0,1,NULL);
INSERT INTO sighting VALUES(29,15,13,62,0,5,4,1,1,0,31260,42228,42776,0,1,NULL);
INSERT INTO sighting VALUES(30,16,18,90,0,9,4,1,1,0,19360,26246,26676,0,1,NULL);
INSERT INTO sighting VALUES(31,17,8,7,0,1,4,1,1,0,4400000,5948149,6029630,0,1,NULL);
INSERT INTO sighting VALUES(32,18,19,56,3,12,0,0,0,0,12,11,12,1,1,NULL);
INSERT INTO sighting VALUES(33,18,20,6,3,0,0,1,1,0,1438,1412,1438,1,1,NULL);
INSERT INTO sighting VALUES(34,19,21,12,0,3,4,1,1,0,64398,87295,88726,0,1,NULL);
INSERT INTO sighting VALUES(35,20,16,62,0,5,4,1,1,0,18504,24996,25320,0,1,NULL);
INSERT INTO sighting VALUES(36,20,22,62,0,5,4,1,1,0,69442,93810,95028,0,1,NULL);
INSERT INTO sighting VALUES(37,20,4,13,0,4,4,1,1,0,140527,189974,192576,0,1,NULL);
INSERT INTO sighting VALUES(38,20,23,88,0,10,3,1,1,0,2215,2305,2344,6953210278979881964,1,NULL);
INSERT INTO sighting VALUES(39,21,24,7,0,1,4,1,1,0,19589,26463,26806,0,1,NULL);
INSERT INTO sighting VALUES(40,22,17,64,1,5,4,2,1,1,1600,2165,2194,0,1,NULL);
INSERT INTO sighting VALUES(41,22,24,7,0,1,4,1,1,0,19589,26463,26806,0,1,NULL);
INSERT INTO sighting VALUES(42,22,25,7,0,1,4,1,1,0,265102,358994,364516,0,1,NULL);
INSERT INTO sighting VALUES(43,22,18,90,0,9,3,1,1,0,19360,21582,21942,-2743272117423324338,1,NULL);
INSERT INTO sighting VALUES(44,22,26,13,0,4,4,2,1,0,188621,254805,258114,0,1,NULL);
INSERT INTO sighting VALUES(45,23,27,90,0,9,3,2,1,0,2142,2266,2305,-5656619986668657222,1,NULL);
CREATE TABLE day_message (
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    messages INTEGER NOT NULL,
    with_attachments INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    deliveries_with_attachments INTEGER NOT NULL,
    wire_bytes INTEGER NOT NULL,
    PRIMARY KEY (day, direction, domain)
) STRICT, WITHOUT ROWID;
INSERT INTO day_message VALUES(20784,0,1,10,8,16,11,2131898);
INSERT INTO day_message VALUES(20784,0,4,1,1,2,2,25914);
INSERT INTO day_message VALUES(20784,1,1,7,5,16,14,846371);
INSERT INTO day_message VALUES(20784,1,2,2,2,3,3,832641);
INSERT INTO day_message VALUES(20784,2,1,7,5,10,7,12415185);
INSERT INTO day_message VALUES(20784,2,2,2,2,26,26,6054229);
INSERT INTO day_message VALUES(20784,3,3,1,0,200,0,1233);
CREATE TABLE day_flaw (
    day INTEGER NOT NULL,
    flaw INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, flaw)
) STRICT, WITHOUT ROWID;
CREATE TABLE gap (
    day INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (day, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE ingest (
    incarnation BLOB NOT NULL PRIMARY KEY,
    segment INTEGER NOT NULL,
    "offset" INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO ingest VALUES(X'fc882bf69d0fb893',1,13100);
CREATE TABLE ingest_gap (
    incarnation BLOB NOT NULL,
    reason INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (incarnation, reason)
) STRICT, WITHOUT ROWID;
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_s INTEGER NOT NULL,
    heartbeat_s INTEGER NOT NULL,
    clean INTEGER NOT NULL -- 1: it was stopped
, source INTEGER NOT NULL DEFAULT 1) STRICT;
INSERT INTO run VALUES(1,1795773600,1795773601,1,1);
CREATE TABLE setting_day (
    name TEXT NOT NULL,
    start_day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, start_day)
) STRICT, WITHOUT ROWID;
INSERT INTO setting_day VALUES('delivery_limit',20784,50);
INSERT INTO setting_day VALUES('detail_days',20784,180);
INSERT INTO setting_day VALUES('store_partitions',20784,1);
CREATE TABLE sighting_part (
    sighting INTEGER NOT NULL REFERENCES sighting (sequence) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, -- 1 is the first one inside
    content INTEGER NOT NULL REFERENCES content (id),
    size_bytes INTEGER NOT NULL, -- as it lies inside, not encoded
    PRIMARY KEY (sighting, ordinal)
) STRICT, WITHOUT ROWID;
CREATE TABLE day_sighting (
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    family INTEGER NOT NULL,
    class INTEGER NOT NULL,
    sis INTEGER NOT NULL, -- 1: large and no text: a single-instance store's
    digested INTEGER NOT NULL, -- 0: a limit cut it off, each copy is unique
    logo INTEGER NOT NULL, -- 1: a picture shown in the text, under 64 KiB
    sightings INTEGER NOT NULL,
    sightings_own INTEGER NOT NULL,
    copies_local INTEGER NOT NULL,
    copies_external INTEGER NOT NULL,
    copies_sent INTEGER NOT NULL,
    copies_lmtp INTEGER NOT NULL, -- ceil(local / delivery limit)
    copies_cyrus INTEGER NOT NULL, -- min(local, partitions x copies_lmtp)
    size_bytes INTEGER NOT NULL,
    stored_bytes INTEGER NOT NULL,
    wire_bytes INTEGER NOT NULL,
    size_own_bytes INTEGER NOT NULL,
    stored_own_bytes INTEGER NOT NULL,
    wire_own_bytes INTEGER NOT NULL,
    size_linked_bytes INTEGER NOT NULL, -- of those with a local recipient
    size_local_bytes INTEGER NOT NULL, -- times copies, from here on
    size_external_bytes INTEGER NOT NULL,
    size_sent_bytes INTEGER NOT NULL,
    size_lmtp_bytes INTEGER NOT NULL,
    size_cyrus_bytes INTEGER NOT NULL,
    stored_local_bytes INTEGER NOT NULL,
    stored_external_bytes INTEGER NOT NULL,
    stored_sent_bytes INTEGER NOT NULL,
    stored_lmtp_bytes INTEGER NOT NULL,
    stored_cyrus_bytes INTEGER NOT NULL,
    wire_local_bytes INTEGER NOT NULL,
    wire_external_bytes INTEGER NOT NULL,
    wire_sent_bytes INTEGER NOT NULL,
    size_hops_bytes INTEGER NOT NULL, -- times next-hop transactions
    new_all_contents INTEGER NOT NULL, -- seen for the first time, anywhere
    new_all_bytes INTEGER NOT NULL,
    new_own_contents INTEGER NOT NULL, -- for the first time in a mailbox
    new_own_bytes INTEGER NOT NULL,
    new_sis_contents INTEGER NOT NULL, -- new files of table sis_file
    new_sis_size_bytes INTEGER NOT NULL, -- decoded
    new_sis_bytes INTEGER NOT NULL, -- as such a store keeps them
    PRIMARY KEY (day, direction, domain, family, class, sis, digested,
                 logo)
) STRICT, WITHOUT ROWID;
INSERT INTO day_sighting VALUES(20784,0,1,0,3,0,1,0,1,1,1,0,0,1,1,1438,1412,1438,1438,1412,1438,1438,1438,0,0,1438,1438,1412,0,0,1412,1412,1438,0,0,1438,1,1438,1,1438,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,1,0,0,1,0,2,2,2,0,0,2,2,39178,52926,53612,39178,52926,53612,39178,39178,0,0,39178,39178,52926,0,0,52926,52926,53612,0,0,39178,1,19589,1,19589,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,1,0,1,1,0,1,1,1,0,0,1,1,265102,358994,364516,265102,358994,364516,265102,265102,0,0,265102,265102,358994,0,0,358994,358994,364516,0,0,265102,1,265102,1,265102,1,265102,265102);
INSERT INTO day_sighting VALUES(20784,0,1,2,0,0,1,0,1,1,1,0,0,1,1,32258,43577,44142,32258,43577,44142,32258,32258,0,0,32258,32258,43577,0,0,43577,43577,44142,0,0,32258,1,32258,1,32258,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,3,0,0,1,0,1,1,1,0,0,1,1,64398,87295,88726,64398,87295,88726,64398,64398,0,0,64398,64398,87295,0,0,87295,87295,88726,0,0,64398,1,64398,1,64398,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,4,0,1,1,0,1,1,1,0,0,1,1,188621,254805,258114,188621,254805,258114,188621,188621,0,0,188621,188621,254805,0,0,254805,254805,258114,0,0,188621,1,188621,1,188621,1,188621,188621);
INSERT INTO day_sighting VALUES(20784,0,1,5,0,0,1,0,1,1,3,0,0,1,1,31260,42228,42776,31260,42228,42776,31260,93780,0,0,31260,31260,126684,0,0,42228,42228,128328,0,0,31260,0,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,5,0,1,1,0,1,1,2,0,0,1,1,885865,1196697,1212238,885865,1196697,1212238,885865,1771730,0,0,885865,885865,2393394,0,0,1196697,1196697,2424476,0,0,885865,1,885865,1,885865,1,885865,885865);
INSERT INTO day_sighting VALUES(20784,0,1,5,1,0,1,1,2,2,4,0,0,2,2,3200,4330,4388,3200,4330,4388,3200,6400,0,0,3200,3200,8660,0,0,4330,4330,8776,0,0,3200,1,1600,1,1600,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,9,0,0,1,0,2,2,2,0,0,2,2,38720,47828,48618,38720,47828,48618,38720,38720,0,0,38720,38720,47828,0,0,47828,47828,48618,0,0,38720,1,19360,1,19360,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,12,2,0,1,0,1,1,2,0,0,1,1,1843,2498,2536,1843,2498,2536,1843,3686,0,0,1843,1843,4996,0,0,2498,2498,5072,0,0,1843,1,1843,1,1843,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,12,3,0,1,0,1,1,1,0,0,1,1,12,11,12,12,11,12,12,12,0,0,12,12,11,0,0,11,11,12,0,0,12,1,12,1,12,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,4,5,0,0,1,0,1,1,2,0,0,1,1,17653,23932,24324,17653,23932,24324,17653,35306,0,0,17653,17653,47864,0,0,23932,23932,48648,0,0,17653,0,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,1,0,0,1,1,0,2,2,2,3,2,2,2,259472,350520,355072,259472,350520,355072,259472,259472,389208,259472,259472,259472,350520,525780,350520,350520,350520,355072,532608,355072,518944,1,129736,1,129736,1,129736,129736);
INSERT INTO day_sighting VALUES(20784,1,1,4,0,1,1,0,2,2,1,4,2,1,1,281054,379811,384878,281054,379811,384878,140527,140527,562108,281054,140527,140527,189837,759485,379811,189837,189837,192302,769482,384878,702635,0,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,1,5,0,0,1,0,2,2,2,4,2,2,2,62520,84486,85612,62520,84486,85612,62520,62520,125040,62520,62520,62520,84486,168972,84486,84486,84486,85612,171224,85612,125040,1,31260,1,31260,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,1,5,1,0,1,1,4,4,6,7,4,3,3,8600,11623,11774,8600,11623,11774,6000,12000,14600,8600,6000,6000,16220,19733,11623,8110,8110,16432,19990,11774,20600,3,6000,3,6000,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,2,4,0,1,1,0,4,4,4,4,4,4,4,562108,760142,770796,562108,760142,770796,562108,562108,562108,562108,562108,562108,760142,760142,760142,760142,760142,770796,770796,770796,1124216,1,140527,1,140527,1,140527,140527);
INSERT INTO day_sighting VALUES(20784,1,2,5,0,0,1,0,2,2,1,2,2,1,1,36157,48845,49478,36157,48845,49478,17653,17653,36157,36157,17653,17653,23849,48845,48845,23849,23849,24158,49478,49478,53810,2,36157,2,36157,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,2,9,0,0,1,0,1,1,0,1,1,0,0,8436,8292,8436,8436,8292,8436,0,0,8436,8436,0,0,0,8292,8292,0,0,0,8436,8436,8436,1,8436,1,8436,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,1,0,1,1,0,2,2,4,0,2,2,2,8800000,11896298,12059260,8800000,11896298,12059260,8800000,17600000,0,8800000,8800000,8800000,23792596,0,11896298,11896298,11896298,24118520,0,12059260,8800000,0,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,4,0,1,1,0,1,1,1,0,1,1,1,140527,189974,192576,140527,189974,192576,140527,140527,0,140527,140527,140527,189974,0,189974,189974,189974,192576,0,192576,140527,0,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,5,0,0,1,0,3,3,3,0,3,3,3,105599,142738,144672,105599,142738,144672,105599,105599,0,105599,105599,105599,142738,0,142738,142738,142738,144672,0,144672,105599,1,69442,1,69442,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,5,1,0,1,1,2,2,2,0,2,2,2,3000,4056,4108,3000,4056,4108,3000,3000,0,3000,3000,3000,4056,0,4056,4056,4056,4108,0,4108,3000,2,3000,2,3000,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,10,0,0,1,0,1,1,1,0,1,1,1,2215,2305,2344,2215,2305,2344,2215,2215,0,2215,2215,2215,2305,0,2305,2305,2305,2344,0,2344,2215,1,2215,1,2215,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,12,2,0,1,0,1,1,1,0,1,1,1,1862,2522,2560,1862,2522,2560,1862,1862,0,1862,1862,1862,2522,0,2522,2522,2522,2560,0,2560,1862,1,1862,1,1862,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,2,1,0,1,1,0,1,1,25,0,1,1,1,4400000,5958334,6050000,4400000,5958334,6050000,4400000,110000000,0,4400000,4400000,4400000,148958350,0,5958334,5958334,5958334,151250000,0,6050000,4400000,1,4400000,1,4400000,1,4400000,4400000);
INSERT INTO day_sighting VALUES(20784,2,2,9,0,0,1,0,1,1,1,0,1,1,1,2142,2266,2305,2142,2266,2305,2142,2142,0,2142,2142,2142,2266,0,2266,2266,2266,2305,0,2305,2142,1,2142,1,2142,0,0,0);
CREATE TABLE IF NOT EXISTS "small_group" (
    dimension INTEGER NOT NULL,
    day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    senders INTEGER NOT NULL, -- different ones of a run of that day, at most 5
    PRIMARY KEY (dimension, day, value)
) STRICT, WITHOUT ROWID;
INSERT INTO small_group VALUES(1,20784,0,5);
INSERT INTO small_group VALUES(1,20784,16,5);
INSERT INTO small_group VALUES(1,20784,32,5);
INSERT INTO small_group VALUES(2,20784,65536,5);
INSERT INTO small_group VALUES(2,20784,131072,4);
INSERT INTO small_group VALUES(2,20784,262144,1);
INSERT INTO small_group VALUES(3,20784,65536,5);
INSERT INTO small_group VALUES(3,20784,65552,5);
INSERT INTO small_group VALUES(3,20784,65568,5);
INSERT INTO small_group VALUES(3,20784,131088,2);
INSERT INTO small_group VALUES(3,20784,131104,2);
INSERT INTO small_group VALUES(3,20784,262144,1);
INSERT INTO small_group VALUES(4,20784,0,3);
INSERT INTO small_group VALUES(4,20784,256,5);
INSERT INTO small_group VALUES(4,20784,512,1);
INSERT INTO small_group VALUES(4,20784,768,1);
INSERT INTO small_group VALUES(4,20784,1024,5);
INSERT INTO small_group VALUES(4,20784,1280,5);
INSERT INTO small_group VALUES(4,20784,2304,4);
INSERT INTO small_group VALUES(4,20784,2560,1);
INSERT INTO small_group VALUES(4,20784,3072,3);
INSERT INTO small_group VALUES(5,20784,0,1);
INSERT INTO small_group VALUES(5,20784,16,2);
INSERT INTO small_group VALUES(5,20784,256,2);
INSERT INTO small_group VALUES(5,20784,288,3);
INSERT INTO small_group VALUES(5,20784,512,1);
INSERT INTO small_group VALUES(5,20784,768,1);
INSERT INTO small_group VALUES(5,20784,1024,1);
INSERT INTO small_group VALUES(5,20784,1040,3);
INSERT INTO small_group VALUES(5,20784,1056,1);
INSERT INTO small_group VALUES(5,20784,1280,4);
INSERT INTO small_group VALUES(5,20784,1296,5);
INSERT INTO small_group VALUES(5,20784,1312,3);
INSERT INTO small_group VALUES(5,20784,2304,2);
INSERT INTO small_group VALUES(5,20784,2320,1);
INSERT INTO small_group VALUES(5,20784,2336,1);
INSERT INTO small_group VALUES(5,20784,2592,1);
INSERT INTO small_group VALUES(5,20784,3072,2);
INSERT INTO small_group VALUES(5,20784,3104,1);
INSERT INTO small_group VALUES(6,20784,65536,3);
INSERT INTO small_group VALUES(6,20784,65792,4);
INSERT INTO small_group VALUES(6,20784,66048,1);
INSERT INTO small_group VALUES(6,20784,66304,1);
INSERT INTO small_group VALUES(6,20784,66560,4);
INSERT INTO small_group VALUES(6,20784,66816,5);
INSERT INTO small_group VALUES(6,20784,67840,2);
INSERT INTO small_group VALUES(6,20784,68096,1);
INSERT INTO small_group VALUES(6,20784,68608,3);
INSERT INTO small_group VALUES(6,20784,131328,1);
INSERT INTO small_group VALUES(6,20784,132096,1);
INSERT INTO small_group VALUES(6,20784,132352,2);
INSERT INTO small_group VALUES(6,20784,133376,2);
INSERT INTO small_group VALUES(6,20784,263424,1);
INSERT INTO small_group VALUES(7,20784,65536,1);
INSERT INTO small_group VALUES(7,20784,65552,2);
INSERT INTO small_group VALUES(7,20784,65792,2);
INSERT INTO small_group VALUES(7,20784,65824,2);
INSERT INTO small_group VALUES(7,20784,66048,1);
INSERT INTO small_group VALUES(7,20784,66304,1);
INSERT INTO small_group VALUES(7,20784,66560,1);
INSERT INTO small_group VALUES(7,20784,66576,2);
INSERT INTO small_group VALUES(7,20784,66592,1);
INSERT INTO small_group VALUES(7,20784,66816,3);
INSERT INTO small_group VALUES(7,20784,66832,3);
INSERT INTO small_group VALUES(7,20784,66848,3);
INSERT INTO small_group VALUES(7,20784,67840,2);
INSERT INTO small_group VALUES(7,20784,68128,1);
INSERT INTO small_group VALUES(7,20784,68608,2);
INSERT INTO small_group VALUES(7,20784,68640,1);
INSERT INTO small_group VALUES(7,20784,131360,1);
INSERT INTO small_group VALUES(7,20784,132112,1);
INSERT INTO small_group VALUES(7,20784,132368,2);
INSERT INTO small_group VALUES(7,20784,133392,1);
INSERT INTO small_group VALUES(7,20784,133408,1);
INSERT INTO small_group VALUES(7,20784,263424,1);
INSERT INTO small_group VALUES(8,20784,0,5);
INSERT INTO small_group VALUES(8,20784,2,2);
INSERT INTO small_group VALUES(8,20784,3,1);
INSERT INTO small_group VALUES(8,20784,9,5);
INSERT INTO small_group VALUES(9,20784,0,5);
INSERT INTO small_group VALUES(9,20784,2,1);
INSERT INTO small_group VALUES(9,20784,3,1);
INSERT INTO small_group VALUES(9,20784,9,2);
INSERT INTO small_group VALUES(9,20784,16,5);
INSERT INTO small_group VALUES(9,20784,25,2);
INSERT INTO small_group VALUES(9,20784,32,5);
INSERT INTO small_group VALUES(9,20784,34,1);
INSERT INTO small_group VALUES(9,20784,41,1);
INSERT INTO small_group VALUES(10,20784,65536,5);
INSERT INTO small_group VALUES(10,20784,65538,2);
INSERT INTO small_group VALUES(10,20784,65539,1);
INSERT INTO small_group VALUES(10,20784,65545,5);
INSERT INTO small_group VALUES(10,20784,131072,4);
INSERT INTO small_group VALUES(10,20784,262144,1);
INSERT INTO small_group VALUES(11,20784,65536,5);
INSERT INTO small_group VALUES(11,20784,65538,1);
INSERT INTO small_group VALUES(11,20784,65539,1);
INSERT INTO small_group VALUES(11,20784,65545,2);
INSERT INTO small_group VALUES(11,20784,65552,4);
INSERT INTO small_group VALUES(11,20784,65561,2);
INSERT INTO small_group VALUES(11,20784,65568,4);
INSERT INTO small_group VALUES(11,20784,65570,1);
INSERT INTO small_group VALUES(11,20784,65577,1);
INSERT INTO small_group VALUES(11,20784,131088,2);
INSERT INTO small_group VALUES(11,20784,131104,2);
INSERT INTO small_group VALUES(11,20784,262144,1);
INSERT INTO small_group VALUES(12,20784,0,2);
INSERT INTO small_group VALUES(12,20784,3,1);
INSERT INTO small_group VALUES(12,20784,256,5);
INSERT INTO small_group VALUES(12,20784,512,1);
INSERT INTO small_group VALUES(12,20784,768,1);
INSERT INTO small_group VALUES(12,20784,1024,5);
INSERT INTO small_group VALUES(12,20784,1280,5);
INSERT INTO small_group VALUES(12,20784,1289,5);
INSERT INTO small_group VALUES(12,20784,2304,4);
INSERT INTO small_group VALUES(12,20784,2560,1);
INSERT INTO small_group VALUES(12,20784,3074,2);
INSERT INTO small_group VALUES(12,20784,3075,1);
INSERT INTO small_group VALUES(13,20784,3,1);
INSERT INTO small_group VALUES(13,20784,16,2);
INSERT INTO small_group VALUES(13,20784,256,2);
INSERT INTO small_group VALUES(13,20784,288,3);
INSERT INTO small_group VALUES(13,20784,512,1);
INSERT INTO small_group VALUES(13,20784,768,1);
INSERT INTO small_group VALUES(13,20784,1024,1);
INSERT INTO small_group VALUES(13,20784,1040,3);
INSERT INTO small_group VALUES(13,20784,1056,1);
INSERT INTO small_group VALUES(13,20784,1280,3);
INSERT INTO small_group VALUES(13,20784,1289,2);
INSERT INTO small_group VALUES(13,20784,1296,3);
INSERT INTO small_group VALUES(13,20784,1305,2);
INSERT INTO small_group VALUES(13,20784,1312,2);
INSERT INTO small_group VALUES(13,20784,1321,1);
INSERT INTO small_group VALUES(13,20784,2304,2);
INSERT INTO small_group VALUES(13,20784,2320,1);
INSERT INTO small_group VALUES(13,20784,2336,1);
INSERT INTO small_group VALUES(13,20784,2592,1);
INSERT INTO small_group VALUES(13,20784,3074,1);
INSERT INTO small_group VALUES(13,20784,3075,1);
INSERT INTO small_group VALUES(13,20784,3106,1);
INSERT INTO small_group VALUES(14,20784,65536,2);
INSERT INTO small_group VALUES(14,20784,65539,1);
INSERT INTO small_group VALUES(14,20784,65792,4);
INSERT INTO small_group VALUES(14,20784,66048,1);
INSERT INTO small_group VALUES(14,20784,66304,1);
INSERT INTO small_group VALUES(14,20784,66560,4);
INSERT INTO small_group VALUES(14,20784,66816,5);
INSERT INTO small_group VALUES(14,20784,66825,5);
INSERT INTO small_group VALUES(14,20784,67840,2);
INSERT INTO small_group VALUES(14,20784,68096,1);
INSERT INTO small_group VALUES(14,20784,68610,2);
INSERT INTO small_group VALUES(14,20784,68611,1);
INSERT INTO small_group VALUES(14,20784,131328,1);
INSERT INTO small_group VALUES(14,20784,132096,1);
INSERT INTO small_group VALUES(14,20784,132352,2);
INSERT INTO small_group VALUES(14,20784,133376,2);
INSERT INTO small_group VALUES(14,20784,263424,1);
INSERT INTO small_group VALUES(15,20784,65539,1);
INSERT INTO small_group VALUES(15,20784,65552,2);
INSERT INTO small_group VALUES(15,20784,65792,2);
INSERT INTO small_group VALUES(15,20784,65824,2);
INSERT INTO small_group VALUES(15,20784,66048,1);
INSERT INTO small_group VALUES(15,20784,66304,1);
INSERT INTO small_group VALUES(15,20784,66560,1);
INSERT INTO small_group VALUES(15,20784,66576,2);
INSERT INTO small_group VALUES(15,20784,66592,1);
INSERT INTO small_group VALUES(15,20784,66816,2);
INSERT INTO small_group VALUES(15,20784,66825,2);
INSERT INTO small_group VALUES(15,20784,66832,1);
INSERT INTO small_group VALUES(15,20784,66841,2);
INSERT INTO small_group VALUES(15,20784,66848,2);
INSERT INTO small_group VALUES(15,20784,66857,1);
INSERT INTO small_group VALUES(15,20784,67840,2);
INSERT INTO small_group VALUES(15,20784,68128,1);
INSERT INTO small_group VALUES(15,20784,68610,1);
INSERT INTO small_group VALUES(15,20784,68611,1);
INSERT INTO small_group VALUES(15,20784,68642,1);
INSERT INTO small_group VALUES(15,20784,131360,1);
INSERT INTO small_group VALUES(15,20784,132112,1);
INSERT INTO small_group VALUES(15,20784,132368,2);
INSERT INTO small_group VALUES(15,20784,133392,1);
INSERT INTO small_group VALUES(15,20784,133408,1);
INSERT INTO small_group VALUES(15,20784,263424,1);
CREATE TABLE epoch (
    id INTEGER PRIMARY KEY,
    relay_id TEXT NOT NULL, -- 16 random bytes in hexadecimal
    key_id TEXT, -- 8 bytes in hexadecimal; NULL before the first key
    start_day INTEGER NOT NULL
) STRICT;
INSERT INTO epoch VALUES(1,'c9e222d95ed7aa521b0fc7af62aac0c4','b9c844a92b0821f5',20784);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('sighting',45);
COMMIT;
