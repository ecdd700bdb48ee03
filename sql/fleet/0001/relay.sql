-- Who ships.  On the first shard.  The row of the
-- highest version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS relay (
    relay FixedString(16),
    version UInt64,
    origin FixedString(16), -- its id in its database, mostly the same
    name String, -- of the host
    first_sequence UInt64, -- what is before it is of the one before
    first_day Date, -- the same of days
    key_id FixedString(8),
    detail_days UInt32,
    program String, -- version of attachmeter
    registered DateTime DEFAULT now()
) ENGINE = {replacing_version}
ORDER BY relay
