-- The tables of the database.
-- In:  nothing
-- Out: name; in order
SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name
