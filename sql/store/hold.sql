-- All reading up to the end of the transaction sees the same rows.
-- In:  nothing
-- Out: nothing
BEGIN;
