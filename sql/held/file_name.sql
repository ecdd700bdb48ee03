-- A file has another name.  Its blocks may have changed though it did not.
-- In:  :id, :disk_bytes
-- Out: nothing
UPDATE file SET names = names + 1, disk_bytes = :disk_bytes WHERE id = :id;
