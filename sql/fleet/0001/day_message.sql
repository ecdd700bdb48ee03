-- Messages of a relay's day, those without attachments among them.  The row of
-- the highest version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: *_bytes bytes; direction as in table code
CREATE TABLE IF NOT EXISTS day_message (
    relay FixedString(16),
    day Date,
    version UInt64,
    direction UInt8,
    domain String,
    messages UInt64,
    with_attachments UInt64,
    deliveries UInt64,
    deliveries_with_attachments UInt64,
    wire_bytes UInt64
) ENGINE = {replacing_version}
PARTITION BY toYear(day)
ORDER BY (relay, day, direction, domain)
