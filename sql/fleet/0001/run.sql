-- From when to when a relay's recorder ran.  The row of the highest version
-- holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: *_s seconds since 1970-01-01 UTC; day is the one of started_s
CREATE TABLE IF NOT EXISTS run (
    relay FixedString(16),
    day Date,
    version UInt64,
    started_s UInt64,
    heartbeat_s UInt64,
    clean UInt8 -- 1: it was stopped
) ENGINE = {replacing_version}
PARTITION BY toYear(day)
ORDER BY (relay, day, started_s)
