-- How the connection of a new database behaves: a script, run once.  It is
-- brought to the disk as a whole, later.
-- In:  nothing
-- Out: nothing of interest
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = MEMORY;
PRAGMA synchronous = OFF;
PRAGMA foreign_keys = ON;
