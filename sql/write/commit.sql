-- Keep what was written.
-- In:  nothing
-- Out: nothing
COMMIT;
