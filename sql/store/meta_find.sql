-- The identity of this database: that of the rows to come.
-- In:  nothing
-- Out: relay_id, key_id (hexadecimal; key_id is NULL before the first key)
SELECT relay_id, key_id FROM epoch ORDER BY id DESC LIMIT 1;
