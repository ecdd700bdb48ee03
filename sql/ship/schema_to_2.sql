-- The state of shipping from version 1 to version 2.
-- In:  nothing; run inside a transaction
-- Out: nothing

PRAGMA user_version = 2;

ALTER TABLE day ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
