-- A scan begins: no name is found yet.
-- In:  nothing
-- Out: nothing
DELETE FROM name;
