-- Flaws of a day, of all relays whose rows are on this shard.
-- In:  nothing
-- Out: day (whole days since 1970-01-01 UTC), flaw, times
SELECT toUInt16(day) AS number, flaw, sum(times)
  FROM day_flaw FINAL GROUP BY number, flaw ORDER BY number, flaw
