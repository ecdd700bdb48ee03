-- Parts or messages of a relay's day with a flaw.  The row of the highest
-- version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: flaw as in table code
CREATE TABLE IF NOT EXISTS day_flaw (
    relay FixedString(16),
    day Date,
    version UInt64,
    flaw UInt8,
    times UInt64
) ENGINE = {replacing_version}
PARTITION BY toYear(day)
ORDER BY (relay, day, flaw)
