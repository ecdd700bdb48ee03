-- Rows of table epoch.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO epoch (
    start_day, shards, shard
) FORMAT RowBinary
