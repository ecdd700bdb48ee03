-- How a writer's connection behaves: a script, run once after opening.  The
-- first line decides only for a database that has no page yet.
-- In:  nothing
-- Out: nothing of interest
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA secure_delete = ON;
PRAGMA foreign_keys = ON;
PRAGMA journal_size_limit = 16777216;
