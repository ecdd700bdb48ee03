-- Messages of a day that were not measured, of all relays whose rows are on this
-- shard.
-- In:  nothing
-- Out: day (whole days since 1970-01-01 UTC), reason, messages
SELECT toUInt16(day) AS number, reason, sum(messages)
  FROM gap FINAL GROUP BY number, reason ORDER BY number, reason
