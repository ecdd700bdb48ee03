-- From which day on there are attachments of each relay under each key, on this
-- shard.
-- In:  nothing
-- Out: relay (32 hexadecimal digits), key_id (16; zeros: what stands in for
--      forgotten contents), first_day, sightings (what is inside containers
--      among them, and what was sent twice)
-- Units: *_day whole days since 1970-01-01 UTC
SELECT hex(relay), hex(key_id), toUInt16(min(day)) AS first_day, count()
  FROM sighting GROUP BY relay, key_id ORDER BY relay, key_id
