-- A file that is to be measured, with its first name.
-- In:  :device, :inode, :size_bytes, :modified_ns, :disk_bytes
-- Out: nothing; the id is the last row id
INSERT INTO file (device, inode, size_bytes, modified_ns, disk_bytes, kind,
                  messages, done, names)
VALUES (:device, :inode, :size_bytes, :modified_ns, :disk_bytes, 0, 0, 0, 1);
