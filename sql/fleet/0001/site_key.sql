-- The key that all relays' fingerprints are under: the newest row.  On the first
-- shard.
-- In:  {replacing}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS site_key (
    version UInt64, -- milliseconds since 1970-01-01 UTC
    key_id FixedString(8)
) ENGINE = {replacing}
ORDER BY (version, key_id)
