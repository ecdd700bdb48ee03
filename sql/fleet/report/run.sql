-- When the recorders ran, of all relays whose rows are on this shard.
-- In:  nothing
-- Out: relay (32 hexadecimal digits), started_s, heartbeat_s, clean
-- Units: *_s seconds since 1970-01-01 UTC
SELECT hex(relay), started_s, heartbeat_s, clean
  FROM run FINAL ORDER BY relay, started_s
