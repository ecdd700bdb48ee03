-- A run's table goes, when what is using it has ended.
-- In:  {table}; {sync}  SYNC, where a release does not wait for that by itself
-- Out: nothing
DROP TABLE IF EXISTS {table} {sync}
