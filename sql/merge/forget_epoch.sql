-- The epoch that a new database begins with is no relay's.
-- In:  nothing
-- Out: nothing
DELETE FROM main.epoch;
