-- Where was this database written, and is it still a relay's own?
-- In:  nothing
-- Out: machine (NULL: not known), is_copy, is_merged
SELECT machine, is_copy, is_merged FROM meta WHERE id = 1;
