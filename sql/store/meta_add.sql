-- Give a new database its identity.
-- In:  :relay_id  32 hexadecimal digits
-- Out: nothing
INSERT INTO meta (id, relay_id, created_day)
VALUES (1, :relay_id, CAST(strftime('%s', 'now') AS INTEGER) / 86400);
