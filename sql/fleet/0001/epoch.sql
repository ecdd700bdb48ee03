-- How rows are spread over shards, from a day of their messages on.  On every
-- shard of that epoch.
-- In:  {replacing}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS epoch (
    start_day Date, -- 1970-01-01: the first one
    shards UInt16,
    shard UInt16, -- this one, from 0 on
    made DateTime DEFAULT now()
) ENGINE = {replacing}
ORDER BY (start_day, shards, shard)
