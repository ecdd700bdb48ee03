-- Open an input beside the database.
-- In:  :path  as a URI
-- Out: nothing
ATTACH :path AS input;
