-- From now on rows are another relay's, or under another key.
-- In:  :relay_id  32 hexadecimal digits, NULL: the relay stays
--      :key_id    16 hexadecimal digits, NULL: the key stays
-- Out: nothing
INSERT INTO epoch (relay_id, key_id, start_day)
SELECT coalesce(:relay_id, (SELECT relay_id FROM epoch ORDER BY id DESC LIMIT 1)),
       coalesce(:key_id, (SELECT key_id FROM epoch ORDER BY id DESC LIMIT 1)),
       CAST(strftime('%s', 'now') AS INTEGER) / 86400;
