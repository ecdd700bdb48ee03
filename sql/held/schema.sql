-- What a mail store holds, as a scan found it: a script for an empty file.
-- Holds no name and no path, not even a keyed one: a file is known by its
-- inode.
-- In:  nothing; run inside a transaction
-- Out: nothing
-- Units: *_bytes bytes; modified_ns nanoseconds since 1970-01-01 UTC
PRAGMA application_id = 0x61746d68;
PRAGMA user_version = 1;

-- One row: under which key its fingerprints are, and by which program and
-- limits it was measured.
CREATE TABLE meta (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    key_id BLOB NOT NULL,
    made_by TEXT NOT NULL
) STRICT;

-- A file, known by its inode: once, however many names it has.
CREATE TABLE file (
    id INTEGER PRIMARY KEY,
    device INTEGER NOT NULL,
    inode INTEGER NOT NULL,
    size_bytes INTEGER NOT NULL, -- with modified_ns: as it was when measured
    modified_ns INTEGER NOT NULL,
    disk_bytes INTEGER NOT NULL, -- blocks in use
    kind INTEGER NOT NULL, -- enum am_mailfile
    messages INTEGER NOT NULL,
    done INTEGER NOT NULL, -- 1: measured to its end
    names INTEGER NOT NULL, -- found by the last scan
    UNIQUE (device, inode)
) STRICT;

-- A name of a file, found by the last scan.
CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    first INTEGER NOT NULL, -- 1 for one of the file's names
    mailbox INTEGER NOT NULL, -- a number of the last scan
    in_user INTEGER NOT NULL -- 1: an mbox there is no mailbox of its own
) STRICT;

-- An attachment in a message in a file; its content is known by a keyed digest
-- alone.
CREATE TABLE instance (
    id INTEGER PRIMARY KEY,
    file INTEGER NOT NULL,
    fingerprint BLOB, -- NULL: a limit cut it off
    class INTEGER NOT NULL, -- enum am_class
    sis INTEGER NOT NULL, -- 1: large and no text: a single-instance store's
    layout INTEGER NOT NULL, -- 0: canonical base64
    size_bytes INTEGER NOT NULL, -- decoded
    stored_bytes INTEGER NOT NULL -- encoded, lines end in LF
) STRICT;
CREATE INDEX instance_file ON instance (file);

-- Every name with the mailbox it is in: an mbox (kind 2) is one by itself.
CREATE VIEW place AS
SELECT name.file, name.first,
       CASE WHEN file.kind = 2 AND NOT name.in_user THEN -name.id
            ELSE name.mailbox END AS mailbox
  FROM name JOIN file ON file.id = name.file;
