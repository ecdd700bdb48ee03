-- No other name any more.
-- In:  nothing
-- Out: nothing
DELETE FROM name;
