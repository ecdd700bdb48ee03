-- How rows are spread, as this shard knows it.
-- In:  nothing
-- Out: start (day as a number), shards, shard; in this order
SELECT DISTINCT toUInt16(start_day) AS start, shards, shard
  FROM epoch
 ORDER BY start, shards, shard
