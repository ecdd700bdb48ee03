-- Forget what is in a file.
-- In:  :id
-- Out: nothing
DELETE FROM instance WHERE file = :id;
