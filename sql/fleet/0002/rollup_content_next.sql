-- A month of table rollup_content while it is built: of one server, also where
-- the other one is replicated.
-- In:  nothing
-- Out: nothing
-- Units: *_bytes bytes; numbers of kinds are those of table code
CREATE TABLE IF NOT EXISTS rollup_content_next (
    month UInt32, -- 202701
    fingerprint FixedString(16),
    size_bytes UInt64, -- decoded; a container: less, its contents are counted
    family UInt8, -- of its first sighting
    first_day Date,
    last_day Date,
    sightings UInt64,
    copies_local UInt64,
    copies_external UInt64,
    copies_sent UInt64
) ENGINE = MergeTree()
PARTITION BY month
ORDER BY fingerprint
