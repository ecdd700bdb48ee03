-- A month of table rollup_day while it is built: of one server, also where
-- the other one is replicated.
-- In:  nothing
-- Out: nothing
-- Units: *_bytes bytes; numbers of kinds are those of table code
CREATE TABLE IF NOT EXISTS rollup_day_next (
    month UInt32, -- 202701
    day Date, -- UTC, of the message
    direction UInt8,
    domain String, -- own; '': none, 'several': more than one
    family UInt8, -- of the content's first sighting
    class UInt8,
    sightings UInt64,
    copies_local UInt64,
    copies_external UInt64,
    copies_sent UInt64,
    size_bytes UInt64, -- received, decoded
    stored_bytes UInt64, -- received, encoded
    wire_bytes UInt64,
    stored_local_bytes UInt64, -- the same, times copies
    stored_external_bytes UInt64,
    stored_sent_bytes UInt64
) ENGINE = MergeTree()
PARTITION BY month
ORDER BY (day, direction, domain, family, class)
