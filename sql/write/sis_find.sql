-- When was a file of a single-instance store seen last?
-- In:  :content, :layout
-- Out: last_day
SELECT last_day FROM sis_file WHERE content = :content AND layout = :layout;
