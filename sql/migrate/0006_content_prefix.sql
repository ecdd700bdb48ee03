-- Version 6: a content is found by the first bytes of its fingerprint.
-- In:  nothing; run inside a transaction, on a database of version 5, with
--      foreign keys not enforced: else sis_file would go with the old table
-- Out: nothing
-- Units: *_bytes bytes; *_day whole days since 1970-01-01 UTC
--
-- An index of 8 bytes is half as large as one of 32, and as good: two contents
-- that begin alike are told apart by their rows.  It cannot say that each
-- fingerprint is there once; who adds one has looked for it in the same
-- transaction.
CREATE TABLE content_6 (
    id INTEGER PRIMARY KEY,
    fingerprint BLOB NOT NULL, -- in one row
    size_bytes INTEGER NOT NULL,
    family INTEGER NOT NULL, -- of the first sighting
    first_day INTEGER NOT NULL,
    last_day INTEGER NOT NULL,
    last_own_day INTEGER, -- last in a mailbox of ours; NULL: never
    senders INTEGER NOT NULL, -- distinct ones of a day, at most 5
    epoch INTEGER NOT NULL DEFAULT 1 -- which names the key
) STRICT;
INSERT INTO content_6 SELECT * FROM content;
DROP TABLE content;
ALTER TABLE content_6 RENAME TO content;
CREATE INDEX content_prefix ON content (substr(fingerprint, 1, 8));
