-- The first day of which there is detail, whenever that came in.
-- In:  nothing
-- Out: first_day (NULL: there is none)
SELECT min(day) AS first_day FROM message;
