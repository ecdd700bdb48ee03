-- Delete sightings whose time is over, where no TTL does it.
-- In:  {day}  the first day that stays, as a number
-- Out: nothing; they go after a while
ALTER TABLE sighting DELETE WHERE toUInt16(day) < {day}
