-- Under which fingerprint at random the rows of a forgotten content go on, so
-- that sums stay as they were.  Known as long as that it was forgotten: rows that
-- come late, and those of other relays, go on under the same one.
-- In:  {replacing}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS stand_in (
    fingerprint FixedString(16),
    relay FixedString(16),
    until_sequence UInt64, -- rows up to it
    other FixedString(16), -- begins with the same two bytes, the rest is random
    told DateTime DEFAULT now() -- of several the first one holds
) ENGINE = {replacing}
ORDER BY (fingerprint, relay, until_sequence, other)
