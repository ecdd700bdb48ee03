-- A file of a single-instance store is seen.
-- In:  :content, :layout, :day
-- Out: nothing
INSERT INTO sis_file (content, layout, last_day)
VALUES (:content, :layout, :day)
    ON CONFLICT (content, layout)
    DO UPDATE SET last_day = max(last_day, excluded.last_day);
