-- A database as attachmeterd of schema version 1 left it: a day of made-up mail
-- (attachmeter demo --messages 30 --seed 5), the same in all versions.
-- In:  nothing; for an empty database
-- Out: nothing
PRAGMA auto_vacuum = 2;
PRAGMA application_id = 0x61746d74;
PRAGMA user_version = 1;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    relay_id TEXT NOT NULL, -- 16 random bytes in hexadecimal
    key_id TEXT, -- 8 bytes in hexadecimal; NULL before the first key
    created_day INTEGER NOT NULL
) STRICT;
INSERT INTO meta VALUES(1,'d9a01381bfeb5734a4d7c568e877ab01','3b928cad0951df15',20784);
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
INSERT INTO code VALUES('dimension',1,'day');
INSERT INTO code VALUES('dimension',2,'direction');
INSERT INTO code VALUES('dimension',3,'domain');
INSERT INTO code VALUES('dimension',4,'family');
INSERT INTO code VALUES('dimension',5,'class');
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
) STRICT;
INSERT INTO content VALUES(1,X'0cb1dc2fb6d9225ee423c0360dd88894049f78a99b319991c998120152e3999a',1800,5,20784,20784,20784,1);
INSERT INTO content VALUES(2,X'426d2bb6dbf6d3fb5211af597c83fc4253192d58f8086bec62363833b1e1c852',2000,5,20784,20784,20784,1);
INSERT INTO content VALUES(3,X'81fa978dfcd5f5b466d0af2bd6e7943bb80f4071d3795a4a36ebd5dde3e4017c',2200,5,20784,20784,20784,1);
INSERT INTO content VALUES(4,X'1a383cbfa011ff3b4e6e5f5a24a79a855aa5fec11c86e0c051e38389e79c36ba',140527,4,20784,20784,20784,4);
INSERT INTO content VALUES(5,X'fd6a60243bb64f26b5e837bc8695b2191e58f71e5a4cc5b4671258d6bf831702',17653,5,20784,20784,20784,3);
INSERT INTO content VALUES(6,X'e373ac7d9ee349747b1cb2e46b4b696da7c6a387e3871720466ee49f5320c0b4',885865,5,20784,20784,20784,1);
INSERT INTO content VALUES(7,X'9b632feb8dd497f90008965d0bd85a2089676846855cdc670fef0586d78ff980',1843,12,20784,20784,20784,1);
INSERT INTO content VALUES(8,X'4d78c56762ac01ed32afe2491520809cada72347e18c0f9fe6df4320dd43fc48',4400000,1,20784,20784,20784,3);
INSERT INTO content VALUES(9,X'a8cf6650b7862863fc4806b20bf86db1adf8c229a8d690e55f052441a52ed747',1862,12,20784,20784,20784,1);
INSERT INTO content VALUES(10,X'4d38fd6edf69329d1462b04a9731a72654dc1647d8594b260db889b3fa44f024',2600,5,20784,20784,20784,2);
INSERT INTO content VALUES(11,X'6fa26f250d63dc04d95f594d28466721c219fa4edeb0edfffff08d0858816d97',400,5,20784,20784,20784,1);
INSERT INTO content VALUES(12,X'ba345b2d6dbbd9dda08982bafa590a022215cb62ba1bfacbb83206f2a8bac59a',129736,0,20784,20784,20784,2);
INSERT INTO content VALUES(13,X'60456b0242913fc32bc39ea7cd3db5d57593337c14ed578fb1ea6f93b267612d',31260,5,20784,20784,20784,2);
INSERT INTO content VALUES(14,X'f9d3ecc0040fe0192128d533f7154b49b35cf2228ae8f7d329509469b7099eca',32258,2,20784,20784,20784,1);
INSERT INTO content VALUES(15,X'83a3e47de29377c6a7f3709913bda0fb590fb7ee8bbc9bb5187ffad5e1e9fc74',8436,9,20784,20784,20784,1);
INSERT INTO content VALUES(16,X'fc114e563dd76b7cbd54c065a08ea2f65506e3bc334b8ca81e767c362dc69f60',18504,5,20784,20784,20784,2);
INSERT INTO content VALUES(17,X'd823297c96666f2459febeaf5da308cd23605367b4900eb0fcc8e94e1ec0060c',1600,5,20784,20784,20784,2);
INSERT INTO content VALUES(18,X'14397c6a54de68c77f74c670d5ef8f32f2eb5dea41cc3a1e6da210d095893cd9',19360,9,20784,20784,20784,2);
INSERT INTO content VALUES(19,X'497abd3c9e034b98f7745f22bed554d0294c298ca465396d89cdd5f1cf989e47',12,12,20784,20784,20784,1);
INSERT INTO content VALUES(20,X'52d89e0963003b9400eff9fac0d6760972db19c7020e5bdbf5749b5c554d23fa',1438,0,20784,20784,20784,1);
INSERT INTO content VALUES(21,X'a06f3a27203b7947acc3d7291d98b39cb2bb31d33182b9e42a04ebbd796a8be2',64398,3,20784,20784,20784,1);
INSERT INTO content VALUES(22,X'723cd8dc0aac8bd9c0082c213b94ef696d54e5ea940292568611fe3b4a33b1b5',69442,5,20784,20784,20784,1);
INSERT INTO content VALUES(23,X'b4d37a695a4fc346f23f6419edbdb83ce8462eec0a7f9f8c284fafcef3bc7e6a',2215,10,20784,20784,20784,1);
INSERT INTO content VALUES(24,X'02a1cebfb328ff7aee0860655943759040f0d099c4096f27cf04ba14151b1d79',19589,1,20784,20784,20784,2);
INSERT INTO content VALUES(25,X'adde8b985f7f71ef47aff21e5d09f4c7d535015d779c2631d0be99e3bcd2b4f7',265102,1,20784,20784,20784,1);
INSERT INTO content VALUES(26,X'2f13132ce473789d5c3a61a30314af412081ff5a6ee7c31d7b2bdccfc21f6deb',188621,4,20784,20784,20784,1);
INSERT INTO content VALUES(27,X'4410a95fe0304cde518b68b35966eb0c74b76c6e2e361553d14257a72b024a62',2142,9,20784,20784,20784,1);
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
) STRICT;
INSERT INTO sighting VALUES(1,1,1,64,1,5,4,2,1,1,1800,2431,2462,0);
INSERT INTO sighting VALUES(2,1,2,64,1,5,4,2,1,1,2000,2703,2738,0);
INSERT INTO sighting VALUES(3,1,3,64,1,5,4,2,1,1,2200,2976,3016,0);
INSERT INTO sighting VALUES(4,2,4,13,0,4,4,1,1,0,140527,189974,192576,0);
INSERT INTO sighting VALUES(5,2,4,13,0,4,4,1,1,0,140527,190494,193616,0);
INSERT INTO sighting VALUES(6,2,4,13,0,4,4,1,1,0,140527,189837,192302,0);
INSERT INTO sighting VALUES(7,2,5,6,0,5,4,1,1,0,17653,23849,24158,0);
INSERT INTO sighting VALUES(8,2,4,13,0,4,4,0,1,0,140527,189837,192302,0);
INSERT INTO sighting VALUES(9,3,4,13,0,4,4,2,1,0,140527,189837,192302,0);
INSERT INTO sighting VALUES(10,4,6,62,0,5,4,1,1,0,885865,1196697,1212238,0);
INSERT INTO sighting VALUES(11,4,7,54,2,12,4,1,1,0,1843,2498,2536,0);
INSERT INTO sighting VALUES(12,5,8,7,0,1,4,1,1,0,4400000,5958334,6050000,0);
INSERT INTO sighting VALUES(13,6,5,62,0,5,4,1,1,0,17653,23932,24324,0);
INSERT INTO sighting VALUES(14,6,9,54,2,12,4,1,1,0,1862,2522,2560,0);
INSERT INTO sighting VALUES(15,7,10,64,1,5,4,2,1,1,2600,3513,3558,0);
INSERT INTO sighting VALUES(16,7,11,64,1,5,4,2,1,1,400,543,550,0);
INSERT INTO sighting VALUES(17,8,12,6,0,0,4,1,1,0,129736,175260,177536,0);
INSERT INTO sighting VALUES(18,8,13,6,0,5,4,1,0,0,31260,42258,42836,0);
INSERT INTO sighting VALUES(19,8,13,62,0,5,4,1,1,0,31260,42228,42776,0);
INSERT INTO sighting VALUES(20,9,10,64,1,5,4,2,1,1,2600,3513,3558,0);
INSERT INTO sighting VALUES(21,9,4,13,0,4,4,0,1,0,140527,189974,192576,0);
INSERT INTO sighting VALUES(22,10,12,6,0,0,4,1,1,0,129736,175260,177536,0);
INSERT INTO sighting VALUES(23,11,8,7,0,1,4,1,0,0,4400000,5948149,6029630,0);
INSERT INTO sighting VALUES(24,12,5,6,0,5,4,1,1,0,17653,23932,24324,0);
INSERT INTO sighting VALUES(25,13,14,8,0,2,4,0,1,0,32258,43577,44142,0);
INSERT INTO sighting VALUES(26,14,15,90,0,9,1,0,1,0,8436,8292,8436,2);
INSERT INTO sighting VALUES(27,14,16,6,0,5,4,0,1,0,18504,24996,25320,0);
INSERT INTO sighting VALUES(28,15,17,64,1,5,4,2,1,1,1600,2165,2194,0);
INSERT INTO sighting VALUES(29,15,13,62,0,5,4,1,1,0,31260,42228,42776,0);
INSERT INTO sighting VALUES(30,16,18,90,0,9,4,1,1,0,19360,26246,26676,0);
INSERT INTO sighting VALUES(31,17,8,7,0,1,4,1,1,0,4400000,5948149,6029630,0);
INSERT INTO sighting VALUES(32,18,19,56,3,12,0,0,0,0,12,11,12,1);
INSERT INTO sighting VALUES(33,18,20,6,3,0,0,1,1,0,1438,1412,1438,1);
INSERT INTO sighting VALUES(34,19,21,12,0,3,4,1,1,0,64398,87295,88726,0);
INSERT INTO sighting VALUES(35,20,16,62,0,5,4,1,1,0,18504,24996,25320,0);
INSERT INTO sighting VALUES(36,20,22,62,0,5,4,1,1,0,69442,93810,95028,0);
INSERT INTO sighting VALUES(37,20,4,13,0,4,4,1,1,0,140527,189974,192576,0);
INSERT INTO sighting VALUES(38,20,23,88,0,10,3,1,1,0,2215,2305,2344,6953210278979881964);
INSERT INTO sighting VALUES(39,21,24,7,0,1,4,1,1,0,19589,26463,26806,0);
INSERT INTO sighting VALUES(40,22,17,64,1,5,4,2,1,1,1600,2165,2194,0);
INSERT INTO sighting VALUES(41,22,24,7,0,1,4,1,1,0,19589,26463,26806,0);
INSERT INTO sighting VALUES(42,22,25,7,0,1,4,1,1,0,265102,358994,364516,0);
INSERT INTO sighting VALUES(43,22,18,90,0,9,3,1,1,0,19360,21582,21942,-2743272117423324338);
INSERT INTO sighting VALUES(44,22,26,13,0,4,4,2,1,0,188621,254805,258114,0);
INSERT INTO sighting VALUES(45,23,27,90,0,9,3,2,1,0,2142,2266,2305,-5656619986668657222);
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
CREATE TABLE day_sighting (
    day INTEGER NOT NULL,
    direction INTEGER NOT NULL,
    domain INTEGER NOT NULL REFERENCES domain (id),
    family INTEGER NOT NULL,
    class INTEGER NOT NULL,
    sis INTEGER NOT NULL, -- 1: large and no text: a single-instance store's
    digested INTEGER NOT NULL, -- 0: a limit cut it off, each copy is unique
    sightings INTEGER NOT NULL,
    sightings_own INTEGER NOT NULL,
    copies_local INTEGER NOT NULL,
    copies_external INTEGER NOT NULL,
    copies_sent INTEGER NOT NULL,
    copies_lmtp INTEGER NOT NULL, -- ceil(local / delivery limit)
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
    stored_local_bytes INTEGER NOT NULL,
    stored_external_bytes INTEGER NOT NULL,
    stored_sent_bytes INTEGER NOT NULL,
    stored_lmtp_bytes INTEGER NOT NULL,
    wire_local_bytes INTEGER NOT NULL,
    wire_external_bytes INTEGER NOT NULL,
    wire_sent_bytes INTEGER NOT NULL,
    size_hops_bytes INTEGER NOT NULL, -- times next-hop transactions
    new_all_contents INTEGER NOT NULL, -- seen for the first time, anywhere
    new_all_bytes INTEGER NOT NULL,
    new_own_contents INTEGER NOT NULL, -- for the first time in a mailbox
    new_own_bytes INTEGER NOT NULL,
    new_sis_contents INTEGER NOT NULL, -- new files of table sis_file
    new_sis_bytes INTEGER NOT NULL,
    PRIMARY KEY (day, direction, domain, family, class, sis, digested)
) STRICT, WITHOUT ROWID;
INSERT INTO day_sighting VALUES(20784,0,1,0,3,0,1,1,1,1,0,0,1,1438,1412,1438,1438,1412,1438,1438,1438,0,0,1438,1412,0,0,1412,1438,0,0,1438,1,1438,1,1438,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,1,0,0,1,2,2,2,0,0,2,39178,52926,53612,39178,52926,53612,39178,39178,0,0,39178,52926,0,0,52926,53612,0,0,39178,1,19589,1,19589,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,1,0,1,1,1,1,1,0,0,1,265102,358994,364516,265102,358994,364516,265102,265102,0,0,265102,358994,0,0,358994,364516,0,0,265102,1,265102,1,265102,1,265102);
INSERT INTO day_sighting VALUES(20784,0,1,2,0,0,1,1,1,1,0,0,1,32258,43577,44142,32258,43577,44142,32258,32258,0,0,32258,43577,0,0,43577,44142,0,0,32258,1,32258,1,32258,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,3,0,0,1,1,1,1,0,0,1,64398,87295,88726,64398,87295,88726,64398,64398,0,0,64398,87295,0,0,87295,88726,0,0,64398,1,64398,1,64398,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,4,0,1,1,1,1,1,0,0,1,188621,254805,258114,188621,254805,258114,188621,188621,0,0,188621,254805,0,0,254805,258114,0,0,188621,1,188621,1,188621,1,188621);
INSERT INTO day_sighting VALUES(20784,0,1,5,0,0,1,1,1,3,0,0,1,31260,42228,42776,31260,42228,42776,31260,93780,0,0,31260,126684,0,0,42228,128328,0,0,31260,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,5,0,1,1,1,1,2,0,0,1,885865,1196697,1212238,885865,1196697,1212238,885865,1771730,0,0,885865,2393394,0,0,1196697,2424476,0,0,885865,1,885865,1,885865,1,885865);
INSERT INTO day_sighting VALUES(20784,0,1,5,1,0,1,2,2,4,0,0,2,3200,4330,4388,3200,4330,4388,3200,6400,0,0,3200,8660,0,0,4330,8776,0,0,3200,1,1600,1,1600,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,9,0,0,1,2,2,2,0,0,2,38720,47828,48618,38720,47828,48618,38720,38720,0,0,38720,47828,0,0,47828,48618,0,0,38720,1,19360,1,19360,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,12,2,0,1,1,1,2,0,0,1,1843,2498,2536,1843,2498,2536,1843,3686,0,0,1843,4996,0,0,2498,5072,0,0,1843,1,1843,1,1843,0,0);
INSERT INTO day_sighting VALUES(20784,0,1,12,3,0,1,1,1,1,0,0,1,12,11,12,12,11,12,12,12,0,0,12,11,0,0,11,12,0,0,12,1,12,1,12,0,0);
INSERT INTO day_sighting VALUES(20784,0,4,5,0,0,1,1,1,2,0,0,1,17653,23932,24324,17653,23932,24324,17653,35306,0,0,17653,47864,0,0,23932,48648,0,0,17653,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,1,0,0,1,1,2,2,2,3,2,2,259472,350520,355072,259472,350520,355072,259472,259472,389208,259472,259472,350520,525780,350520,350520,355072,532608,355072,518944,1,129736,1,129736,1,129736);
INSERT INTO day_sighting VALUES(20784,1,1,4,0,1,1,2,2,1,4,2,1,281054,379811,384878,281054,379811,384878,140527,140527,562108,281054,140527,189837,759485,379811,189837,192302,769482,384878,702635,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,1,1,5,0,0,1,2,2,2,4,2,2,62520,84486,85612,62520,84486,85612,62520,62520,125040,62520,62520,84486,168972,84486,84486,85612,171224,85612,125040,1,31260,1,31260,0,0);
INSERT INTO day_sighting VALUES(20784,1,1,5,1,0,1,4,4,6,7,4,3,8600,11623,11774,8600,11623,11774,6000,12000,14600,8600,6000,16220,19733,11623,8110,16432,19990,11774,20600,3,6000,3,6000,0,0);
INSERT INTO day_sighting VALUES(20784,1,2,4,0,1,1,4,4,4,4,4,4,562108,760142,770796,562108,760142,770796,562108,562108,562108,562108,562108,760142,760142,760142,760142,770796,770796,770796,1124216,1,140527,1,140527,1,140527);
INSERT INTO day_sighting VALUES(20784,1,2,5,0,0,1,2,2,1,2,2,1,36157,48845,49478,36157,48845,49478,17653,17653,36157,36157,17653,23849,48845,48845,23849,24158,49478,49478,53810,2,36157,2,36157,0,0);
INSERT INTO day_sighting VALUES(20784,1,2,9,0,0,1,1,1,0,1,1,0,8436,8292,8436,8436,8292,8436,0,0,8436,8436,0,0,8292,8292,0,0,8436,8436,8436,1,8436,1,8436,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,1,0,1,1,2,2,4,0,2,2,8800000,11896298,12059260,8800000,11896298,12059260,8800000,17600000,0,8800000,8800000,23792596,0,11896298,11896298,24118520,0,12059260,8800000,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,4,0,1,1,1,1,1,0,1,1,140527,189974,192576,140527,189974,192576,140527,140527,0,140527,140527,189974,0,189974,189974,192576,0,192576,140527,0,0,0,0,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,5,0,0,1,3,3,3,0,3,3,105599,142738,144672,105599,142738,144672,105599,105599,0,105599,105599,142738,0,142738,142738,144672,0,144672,105599,1,69442,1,69442,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,5,1,0,1,2,2,2,0,2,2,3000,4056,4108,3000,4056,4108,3000,3000,0,3000,3000,4056,0,4056,4056,4108,0,4108,3000,2,3000,2,3000,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,10,0,0,1,1,1,1,0,1,1,2215,2305,2344,2215,2305,2344,2215,2215,0,2215,2215,2305,0,2305,2305,2344,0,2344,2215,1,2215,1,2215,0,0);
INSERT INTO day_sighting VALUES(20784,2,1,12,2,0,1,1,1,1,0,1,1,1862,2522,2560,1862,2522,2560,1862,1862,0,1862,1862,2522,0,2522,2522,2560,0,2560,1862,1,1862,1,1862,0,0);
INSERT INTO day_sighting VALUES(20784,2,2,1,0,1,1,1,1,25,0,1,1,4400000,5958334,6050000,4400000,5958334,6050000,4400000,110000000,0,4400000,4400000,148958350,0,5958334,5958334,151250000,0,6050000,4400000,1,4400000,1,4400000,1,4400000);
INSERT INTO day_sighting VALUES(20784,2,2,9,0,0,1,1,1,1,0,1,1,2142,2266,2305,2142,2266,2305,2142,2142,0,2142,2142,2266,0,2266,2266,2305,0,2305,2142,1,2142,1,2142,0,0);
CREATE TABLE small_group (
    day INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    value INTEGER NOT NULL, -- number of the dimension's kind, or domain.id
    senders INTEGER NOT NULL, -- at most 5
    PRIMARY KEY (day, dimension, value)
) STRICT, WITHOUT ROWID;
INSERT INTO small_group VALUES(20784,2,0,5);
INSERT INTO small_group VALUES(20784,2,1,5);
INSERT INTO small_group VALUES(20784,2,2,5);
INSERT INTO small_group VALUES(20784,2,3,1);
INSERT INTO small_group VALUES(20784,3,1,5);
INSERT INTO small_group VALUES(20784,3,2,4);
INSERT INTO small_group VALUES(20784,3,3,1);
INSERT INTO small_group VALUES(20784,3,4,1);
INSERT INTO small_group VALUES(20784,4,0,3);
INSERT INTO small_group VALUES(20784,4,1,5);
INSERT INTO small_group VALUES(20784,4,2,1);
INSERT INTO small_group VALUES(20784,4,3,1);
INSERT INTO small_group VALUES(20784,4,4,5);
INSERT INTO small_group VALUES(20784,4,5,5);
INSERT INTO small_group VALUES(20784,4,9,4);
INSERT INTO small_group VALUES(20784,4,10,1);
INSERT INTO small_group VALUES(20784,4,12,3);
INSERT INTO small_group VALUES(20784,5,0,5);
INSERT INTO small_group VALUES(20784,5,1,5);
INSERT INTO small_group VALUES(20784,5,2,2);
INSERT INTO small_group VALUES(20784,5,3,1);
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
INSERT INTO ingest VALUES(X'b4cfe6b143fdf377',1,10646);
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
) STRICT;
INSERT INTO run VALUES(1,1795820356,1795820376,1);
CREATE TABLE setting_day (
    name TEXT NOT NULL,
    start_day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, start_day)
) STRICT, WITHOUT ROWID;
INSERT INTO setting_day VALUES('delivery_limit',20784,50);
INSERT INTO setting_day VALUES('detail_days',20784,180);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('sighting',45);
COMMIT;
