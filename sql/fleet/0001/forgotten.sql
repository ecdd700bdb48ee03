-- Sightings that a relay has forgotten: they count for nothing, and are deleted.
-- On the shards of their fingerprint.
-- In:  {replacing}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS forgotten (
    fingerprint FixedString(16),
    relay FixedString(16),
    until_sequence UInt64, -- those up to it
    told DateTime DEFAULT now()
) ENGINE = {replacing}
ORDER BY (fingerprint, relay, until_sequence)
