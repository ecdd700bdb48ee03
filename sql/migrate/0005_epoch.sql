-- Version 5: which relay a row is of, and which key a fingerprint is under.
-- In:  nothing; run inside a transaction, on a database of version 4
-- Out: nothing
-- Units: *_day whole days since 1970-01-01 UTC
--
-- All rows that are there are of the first epoch: neither key nor relay could
-- change before.
--
-- An epoch is a time in which neither changed.  A restored or cloned database
-- goes on as another relay, a new key makes other fingerprints: either begins
-- an epoch.  The newest one is that of the rows to come.
CREATE TABLE epoch (
    id INTEGER PRIMARY KEY,
    relay_id TEXT NOT NULL, -- 16 random bytes in hexadecimal
    key_id TEXT, -- 8 bytes in hexadecimal; NULL before the first key
    start_day INTEGER NOT NULL
) STRICT;
INSERT INTO epoch (id, relay_id, key_id, start_day)
SELECT 1, relay_id, key_id, created_day FROM meta;
ALTER TABLE meta DROP COLUMN relay_id;
ALTER TABLE meta DROP COLUMN key_id;

-- The machine that writes here, in a digest with the relay; NULL: not known.
ALTER TABLE meta ADD COLUMN machine TEXT;
-- 1: a copy by `backup`, which nobody wrote to yet.
ALTER TABLE meta ADD COLUMN is_copy INTEGER NOT NULL DEFAULT 0;
-- 1: put together from several, no relay's own.
ALTER TABLE meta ADD COLUMN is_merged INTEGER NOT NULL DEFAULT 0;
-- What is new on days before it is an upper bound; NULL: on none.
ALTER TABLE meta ADD COLUMN bound_until_day INTEGER;

-- An epoch names the relay of a sighting and the key of a fingerprint.
ALTER TABLE content ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sighting ADD COLUMN epoch INTEGER NOT NULL DEFAULT 1;
-- Its sequence at that relay; NULL: it is the same as here.
ALTER TABLE sighting ADD COLUMN origin INTEGER;
-- Merged: runs of the same number are of one daemon.
ALTER TABLE run ADD COLUMN source INTEGER NOT NULL DEFAULT 1;
