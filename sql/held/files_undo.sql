-- All files are to be measured again.
-- In:  nothing
-- Out: nothing
UPDATE file SET done = 0;
