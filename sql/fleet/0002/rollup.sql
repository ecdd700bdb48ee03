-- Months that were rolled up, and how many contents each had on this shard.  The
-- row of the highest version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: *_bytes bytes, decoded
CREATE TABLE IF NOT EXISTS rollup (
    month UInt32, -- 202701
    version UInt64,
    rows UInt64, -- of table sighting, each once, without what was forgotten
    digest UInt64, -- of their keys
    contents UInt64,
    content_bytes UInt64,
    own_contents UInt64, -- with a copy in a mailbox of ours
    own_content_bytes UInt64,
    built DateTime DEFAULT now()
) ENGINE = {replacing_version}
ORDER BY month
