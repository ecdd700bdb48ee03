-- Drop the names of files that were not measured to their end.
-- In:  nothing
-- Out: nothing
DELETE FROM name WHERE file IN (SELECT id FROM file WHERE done = 0);
