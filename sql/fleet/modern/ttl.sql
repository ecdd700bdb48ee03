-- Rows go when the relays' own detail goes: a day counts from its end on, as the
-- audit would miss what a relay still has.
-- In:  {days}  detail_days, and one
-- Out: nothing
ALTER TABLE sighting MODIFY TTL day + toIntervalDay({days})
