-- A file that changed and is to be measured again.
-- In:  :id, :size_bytes, :modified_ns
-- Out: nothing
UPDATE file
   SET size_bytes = :size_bytes, modified_ns = :modified_ns, kind = 0,
       messages = 0, done = 0
 WHERE id = :id;
