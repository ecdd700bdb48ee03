-- The words of the numbers in all other tables.
-- In:  nothing
-- Out: kind, number, name
SELECT kind, number, name FROM code FINAL ORDER BY kind, number
