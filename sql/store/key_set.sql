-- Write down the first key's id.
-- In:  :key_id  16 hexadecimal digits
-- Out: nothing
UPDATE epoch
   SET key_id = :key_id
 WHERE id = (SELECT max(id) FROM epoch) AND key_id IS NULL;
