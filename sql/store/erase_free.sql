-- Pages that hold nothing.
-- In:  nothing
-- Out: pages
PRAGMA freelist_count;
