-- A connection that deletes rows looks after references by itself: no index
-- leads from a content, or a message, to its sightings.
-- In:  nothing; no transaction is open
-- Out: nothing
PRAGMA foreign_keys = OFF;
