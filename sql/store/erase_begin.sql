-- How a connection that deletes rows behaves: a script, run once after opening.
-- It looks after references by itself, as no index leads from a content, or a
-- message, to its sightings; and it need not be on the disk before its log is
-- cut.
-- In:  nothing; no transaction is open
-- Out: nothing of interest
PRAGMA foreign_keys = OFF;
PRAGMA synchronous = NORMAL;
