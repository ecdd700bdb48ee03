-- From which day on there are attachments of each relay, on this shard.
-- In:  nothing
-- Out: relay (32 hexadecimal digits), first_day, sightings (what is inside
--      containers among them, and what was sent twice)
-- Units: *_day whole days since 1970-01-01 UTC
SELECT hex(relay), toUInt16(min(day)) AS first_day, count()
  FROM sighting GROUP BY relay ORDER BY relay
