-- From which day to which there are sums over attachments of each relay, on this
-- shard.
-- In:  nothing
-- Out: relay (32 hexadecimal digits), first_day, last_day
-- Units: *_day whole days since 1970-01-01 UTC
SELECT hex(relay), toUInt16(min(day)) AS first_day,
       toUInt16(max(day)) AS last_day
  FROM day_sighting GROUP BY relay ORDER BY relay
