-- Flaws of a day, as they are shipped.
-- In:  :day
-- Out: flaw, times
SELECT flaw, times FROM day_flaw WHERE day = :day ORDER BY flaw;
