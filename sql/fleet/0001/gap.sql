-- Messages of a relay that were not measured, by the day on which that was
-- learnt.  The row of the highest version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: reason as in table code, kind 'gap'
CREATE TABLE IF NOT EXISTS gap (
    relay FixedString(16),
    day Date,
    version UInt64,
    reason UInt8,
    messages UInt64
) ENGINE = {replacing_version}
PARTITION BY toYear(day)
ORDER BY (relay, day, reason)
