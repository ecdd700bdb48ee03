-- Forget what was written.
-- In:  nothing
-- Out: nothing
ROLLBACK;
