-- A copy is one file, and says that it is a copy: a script.
-- In:  nothing
-- Out: nothing of interest
PRAGMA journal_mode = DELETE;
UPDATE meta SET is_copy = 1 WHERE id = 1;
