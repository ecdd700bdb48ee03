-- Was this database put together from several?
-- In:  nothing
-- Out: is_merged
SELECT is_merged FROM meta WHERE id = 1;
