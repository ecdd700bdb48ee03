-- Begin to write, or fail now if somebody else does.
-- In:  nothing
-- Out: nothing
BEGIN IMMEDIATE;
