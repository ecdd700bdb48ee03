-- As which relays this database was written.
-- In:  nothing
-- Out: relay_id, key_id (hexadecimal, NULL: none yet), start_day; the oldest
--      first
SELECT relay_id, key_id, start_day FROM epoch ORDER BY id;
