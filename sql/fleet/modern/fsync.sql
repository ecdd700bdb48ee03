-- What is answered is on the disk, not in memory only.
-- In:  nothing
-- Out: nothing
ALTER TABLE sighting MODIFY SETTING fsync_after_insert = 1
