-- As which relays this database was written.
-- In:  nothing
-- Out: relay_id, key_id (hexadecimal, NULL: none yet), start_day, epoch; the
--      oldest first
SELECT relay_id, key_id, start_day, id AS epoch FROM epoch ORDER BY id;
