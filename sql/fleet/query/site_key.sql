-- The key of the fleet: the newest one.
-- In:  nothing
-- Out: key_id (hexadecimal); no row: none yet
SELECT hex(key_id) FROM site_key ORDER BY version DESC, key_id LIMIT 1
