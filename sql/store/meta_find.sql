-- The identity of this database.
-- In:  nothing
-- Out: relay_id, key_id (hexadecimal; key_id is NULL before the first key)
SELECT relay_id, key_id FROM meta WHERE id = 1;
