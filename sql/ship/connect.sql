-- How shipping's connection to its state behaves: a script, run once after
-- opening.
-- In:  nothing
-- Out: nothing of interest
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = FULL;
