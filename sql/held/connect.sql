-- How a scan's connection to its state behaves: a script, run once after
-- opening.  Nobody else may use the file meanwhile.
-- In:  nothing
-- Out: nothing of interest
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -8000;
