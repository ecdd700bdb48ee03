-- Is the file a sound database?  Reads all of it, but does not hold indexes
-- against their tables.
-- In:  nothing
-- Out: "ok", or what is wrong first
PRAGMA quick_check(1);
