-- Drop what is in files that were not measured to their end, or are no more.
-- In:  :nameless  1: those without a name, too
-- Out: nothing
DELETE FROM instance
 WHERE file IN (SELECT id FROM file
                 WHERE done = 0 OR (:nameless AND names = 0));
