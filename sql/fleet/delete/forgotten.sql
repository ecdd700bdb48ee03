-- Delete sightings that a relay has forgotten.
-- In:  {fingerprint}, {relay}, {last}  the last sequence that goes
-- Out: nothing; they go after a while
ALTER TABLE sighting DELETE
 WHERE fingerprint = {fingerprint} AND relay = {relay} AND sequence <= {last}
