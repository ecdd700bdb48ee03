-- How many different senders are behind a combination of a relay's day: few
-- are not shown.  The row of the highest version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: dimension is a set of bits: 1 direction, 2 domain, 4 family, 8 class;
--        what is not in the set is 0 or ''
CREATE TABLE IF NOT EXISTS small_group (
    relay FixedString(16),
    day Date,
    version UInt64,
    dimension UInt8,
    direction UInt8,
    domain String,
    family UInt8,
    class UInt8,
    logo UInt8,
    senders UInt8
) ENGINE = {replacing_version}
PARTITION BY toYear(day)
ORDER BY (relay, day, dimension, direction, domain, family, class, logo)
