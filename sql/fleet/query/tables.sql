-- The tables of the database.
-- In:  nothing
-- Out: name, 1: replicas share it; in order
SELECT name, engine LIKE 'Replicated%'
  FROM system.tables
 WHERE database = currentDatabase()
 ORDER BY name
