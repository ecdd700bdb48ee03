-- What is known of a file.
-- In:  :device, :inode
-- Out: id, size_bytes, modified_ns, done, names
SELECT id, size_bytes, modified_ns, done, names
  FROM file
 WHERE device = :device AND inode = :inode;
