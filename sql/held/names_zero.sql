-- A scan begins: no file has a name yet.
-- In:  nothing
-- Out: nothing
UPDATE file SET names = 0 WHERE names <> 0;
