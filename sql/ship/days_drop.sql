-- Nothing was sent of any day.
-- In:  nothing
-- Out: nothing
DELETE FROM day;
