-- The keys that the contents of the input are under.
-- In:  nothing
-- Out: key_id (hexadecimal); one row a key
SELECT DISTINCT e.key_id
  FROM input.epoch e
 WHERE e.key_id IS NOT NULL
   AND EXISTS (SELECT 1 FROM input.content c WHERE c.epoch = e.id);
