-- Delete the files of a content in a single-instance store.
-- In:  :content  id
-- Out: nothing
DELETE FROM sis_file WHERE content = :content;
