-- Add flaws to a day.
-- In:  :day, :flaw, :times
-- Out: nothing
INSERT INTO day_flaw (day, flaw, times)
VALUES (:day, :flaw, :times)
    ON CONFLICT (day, flaw) DO UPDATE SET times = times + excluded.times;
