-- Drop contents that are in no file.
-- In:  nothing
-- Out: nothing
DELETE FROM content
 WHERE id NOT IN (SELECT content FROM instance WHERE content IS NOT NULL);
