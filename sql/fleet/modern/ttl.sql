-- Rows go when the relays' own detail goes.
-- In:  {detail_days}
-- Out: nothing
ALTER TABLE sighting MODIFY TTL day + toIntervalDay({detail_days})
