-- Write down the first key's id.
-- In:  :key_id  16 hexadecimal digits
-- Out: nothing
UPDATE meta SET key_id = :key_id WHERE id = 1 AND key_id IS NULL;
