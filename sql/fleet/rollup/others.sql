-- Tables in which other runs build months, or built them until they were killed.
-- In:  {run}  ours
-- Out: name; in order
SELECT name
  FROM system.tables
 WHERE database = currentDatabase()
   AND match(name, '^rollup_(day|content)_next_[0-9a-f]+$')
   AND NOT match(name, '_{run}$')
 ORDER BY name
