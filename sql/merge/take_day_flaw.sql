-- Flaws of days are added up.
-- In:  nothing
-- Out: nothing
INSERT INTO main.day_flaw
SELECT day, flaw, times FROM input.day_flaw WHERE true
    ON CONFLICT (day, flaw) DO UPDATE SET times = times + excluded.times;
