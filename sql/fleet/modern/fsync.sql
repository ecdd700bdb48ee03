-- What is answered is on the disk, not in memory only.
-- In:  {table}
-- Out: nothing
ALTER TABLE {table} MODIFY SETTING fsync_after_insert = 1
