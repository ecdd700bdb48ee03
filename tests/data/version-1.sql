-- A database of schema version 1 with rows: three messages with five sightings.
-- In:  nothing; for an empty database
-- Out: nothing
PRAGMA auto_vacuum = 2;
PRAGMA application_id = 0x61746d74;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE code (
    kind TEXT NOT NULL,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;
INSERT INTO "code" VALUES('flaw',0,'b64_junk');
INSERT INTO "code" VALUES('flaw',1,'b64_after_pad');
INSERT INTO "code" VALUES('flaw',2,'b64_no_pad');
INSERT INTO "code" VALUES('flaw',3,'b64_truncated');
INSERT INTO "code" VALUES('flaw',4,'qp_bad_escape');
INSERT INTO "code" VALUES('flaw',5,'qp_trailing_ws');
INSERT INTO "code" VALUES('flaw',6,'uu_no_begin');
INSERT INTO "code" VALUES('flaw',7,'uu_no_end');
INSERT INTO "code" VALUES('flaw',8,'uu_in_body');
INSERT INTO "code" VALUES('flaw',9,'cte_unknown');
INSERT INTO "code" VALUES('flaw',10,'encoded_message');
INSERT INTO "code" VALUES('flaw',11,'header_cut');
INSERT INTO "code" VALUES('flaw',12,'header_no_colon');
INSERT INTO "code" VALUES('flaw',13,'field_twice');
INSERT INTO "code" VALUES('flaw',14,'boundary_missing');
INSERT INTO "code" VALUES('flaw',15,'boundary_not_seen');
INSERT INTO "code" VALUES('flaw',16,'no_end_boundary');
INSERT INTO "code" VALUES('flaw',17,'limit_depth');
INSERT INTO "code" VALUES('flaw',18,'limit_parts');
INSERT INTO "code" VALUES('flaw',19,'limit_boundary');
INSERT INTO "code" VALUES('flaw',20,'limit_recipients');
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
INSERT INTO "content" VALUES(1,X'7F99AA58A5F52EDD3D8DFDF8FBD1349D409B279DA1B0875E4208FC01CC494C8E',1000,1,20000,20001,20001,1);
INSERT INTO "content" VALUES(2,X'96EA66CA924D100D85ACA91871B4BA8C10A960AFDE099656F27EAF8A89EC0350',2000,1,20000,20000,20000,0);
INSERT INTO "content" VALUES(3,X'AA793B1FFFF4E4EA33A47CF53C7977D52DDDFE69069FB2603F5C90D00EF57650',300000,1,20001,20001,20001,0);
CREATE TABLE day_flaw (
    day INTEGER NOT NULL,
    flaw INTEGER NOT NULL,
    times INTEGER NOT NULL,
    PRIMARY KEY (day, flaw)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "day_message" VALUES(20000,0,2,1,1,1,1,5000);
INSERT INTO "day_message" VALUES(20000,1,1,1,1,3,3,5000);
INSERT INTO "day_message" VALUES(20001,0,2,1,1,2,2,5000);
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
INSERT INTO "day_sighting" VALUES(20000,0,2,1,0,0,1,1,1,1,0,0,1,2000,2671,2705,2000,2671,2705,2000,2000,0,0,2000,2671,0,0,2671,2705,0,0,2000,1,2000,1,2000,0,0);
INSERT INTO "day_sighting" VALUES(20000,0,2,1,3,0,0,1,1,1,0,0,1,500,500,506,500,500,506,500,500,0,0,500,500,0,0,500,506,0,0,500,0,0,0,0,0,0);
INSERT INTO "day_sighting" VALUES(20000,1,1,1,0,0,1,1,1,2,1,1,1,1000,1339,1356,1000,1339,1356,1000,2000,1000,1000,1000,2678,1339,1339,1339,2712,1356,1356,2000,1,1000,1,1000,0,0);
INSERT INTO "day_sighting" VALUES(20001,0,2,1,0,1,1,1,1,1,1,0,1,300000,400007,405201,300000,400007,405201,300000,300000,300000,0,300000,400007,400007,0,400007,405201,405201,0,600000,1,300000,1,300000,1,300000);
INSERT INTO "day_sighting" VALUES(20001,0,2,1,1,0,1,1,1,1,1,0,1,1000,1339,1356,1000,1339,1356,1000,1000,1000,0,1000,1339,1339,0,1339,1356,1356,0,2000,0,0,0,0,0,0);
CREATE TABLE domain (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO "domain" VALUES(1,'a.example');
INSERT INTO "domain" VALUES(2,'');
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
CREATE TABLE ingest_gap (
    incarnation BLOB NOT NULL,
    reason INTEGER NOT NULL,
    messages INTEGER NOT NULL,
    PRIMARY KEY (incarnation, reason)
) STRICT, WITHOUT ROWID;
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
INSERT INTO "message" VALUES(1,20000,1,1,2,2,1,1,2,0);
INSERT INTO "message" VALUES(2,20000,0,2,1,1,0,0,1,0);
INSERT INTO "message" VALUES(3,20001,0,2,1,1,1,0,2,0);
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    relay_id TEXT NOT NULL, -- 16 random bytes in hexadecimal
    key_id TEXT, -- 8 bytes in hexadecimal; NULL before the first key
    created_day INTEGER NOT NULL
) STRICT;
INSERT INTO "meta" VALUES(1,'3718c0397931b49a361c3272afec596d',NULL,20784);
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_s INTEGER NOT NULL,
    heartbeat_s INTEGER NOT NULL,
    clean INTEGER NOT NULL -- 1: it was stopped
) STRICT;
CREATE TABLE setting_day (
    name TEXT NOT NULL,
    start_day INTEGER NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (name, start_day)
) STRICT, WITHOUT ROWID;
INSERT INTO "setting_day" VALUES('delivery_limit',20000,3);
INSERT INTO "setting_day" VALUES('detail_days',20000,30);
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
INSERT INTO "sighting" VALUES(1,1,1,0,0,1,4,1,0,0,1000,1339,1356,0);
INSERT INTO "sighting" VALUES(2,2,2,0,0,1,4,1,0,0,2000,2671,2705,0);
INSERT INTO "sighting" VALUES(3,2,NULL,0,3,1,4,1,0,0,500,500,506,0);
INSERT INTO "sighting" VALUES(4,3,3,0,0,1,4,1,0,0,300000,400007,405201,0);
INSERT INTO "sighting" VALUES(5,3,1,0,1,1,4,1,0,0,1000,1339,1356,-9223372036854775807);
CREATE TABLE sis_file (
    content INTEGER NOT NULL REFERENCES content (id) ON DELETE CASCADE,
    layout INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    PRIMARY KEY (content, layout)
) STRICT, WITHOUT ROWID;
INSERT INTO "sis_file" VALUES(3,0,20001);
CREATE TABLE small_group (
    day INTEGER NOT NULL,
    dimension INTEGER NOT NULL,
    value INTEGER NOT NULL, -- number of the dimension's kind, or domain.id
    senders INTEGER NOT NULL, -- at most 5
    PRIMARY KEY (day, dimension, value)
) STRICT, WITHOUT ROWID;
INSERT INTO "small_group" VALUES(20000,2,1,1);
INSERT INTO "small_group" VALUES(20000,3,1,1);
INSERT INTO "small_group" VALUES(20000,4,1,1);
INSERT INTO "small_group" VALUES(20000,5,0,1);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('sighting',5);
COMMIT;
