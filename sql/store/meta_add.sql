-- Give a new database its row of facts.
-- In:  nothing
-- Out: nothing
INSERT INTO meta (id, created_day)
VALUES (1, CAST(strftime('%s', 'now') AS INTEGER) / 86400);
