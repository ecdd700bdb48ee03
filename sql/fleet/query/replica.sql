-- How the database's replicated tables are here.
-- In:  nothing
-- Out: how many there are, whether one takes no rows, how far the last one is
--      behind the other replicas
-- Units: seconds
SELECT count(), max(is_readonly), max(absolute_delay)
  FROM system.replicas
 WHERE database = currentDatabase()
