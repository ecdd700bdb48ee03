-- The state of shipping: a file of its own, of version 2.
-- In:  nothing; run inside a transaction, on a file without tables
-- Out: nothing

PRAGMA application_id = 0x61746d73;
PRAGMA user_version = 2;

-- One row: how far it is.
CREATE TABLE progress (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    origin BLOB NOT NULL, -- the relay that the database was
    acked INTEGER NOT NULL, -- up to this sequence all is on the shards
    sending INTEGER NOT NULL, -- up to this one it is being sent
    version INTEGER NOT NULL, -- the last one given to rows of days
    sent_s INTEGER NOT NULL, -- when something was last sent; 0: never
    failed_s INTEGER NOT NULL, -- since when it fails; 0: it does not
    why TEXT NOT NULL -- it fails
) STRICT;

-- Rows of a relay go under another name, from a sequence and a day on.
CREATE TABLE name (
    first_sequence INTEGER PRIMARY KEY,
    first_day INTEGER NOT NULL,
    relay_of BLOB NOT NULL, -- as the database has it
    relay BLOB NOT NULL
) STRICT;

-- A digest of a day's rows when they were last sent.
CREATE TABLE day (
    day INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    version INTEGER NOT NULL DEFAULT 0 -- they had; 0: not known
) STRICT;
