-- Sums of a relay's day over sightings, as the relay keeps them: they add up
-- over relays, but for new_*, which each relay knows for itself alone.  The row
-- of the highest version holds.
-- In:  {replacing_version}  the table engine
-- Out: nothing
-- Units: *_bytes bytes; numbers of kinds are those of table code
CREATE TABLE IF NOT EXISTS day_sighting (
    relay FixedString(16),
    day Date,
    version UInt64,
    direction UInt8,
    domain String,
    family UInt8,
    class UInt8,
    sis UInt8,
    digested UInt8,
    logo UInt8,
    sightings UInt64,
    sightings_own UInt64,
    copies_local UInt64,
    copies_external UInt64,
    copies_sent UInt64,
    copies_lmtp UInt64,
    copies_cyrus UInt64,
    size_bytes UInt64,
    stored_bytes UInt64,
    wire_bytes UInt64,
    size_own_bytes UInt64,
    stored_own_bytes UInt64,
    wire_own_bytes UInt64,
    size_linked_bytes UInt64,
    size_local_bytes UInt64,
    size_external_bytes UInt64,
    size_sent_bytes UInt64,
    size_lmtp_bytes UInt64,
    size_cyrus_bytes UInt64,
    stored_local_bytes UInt64,
    stored_external_bytes UInt64,
    stored_sent_bytes UInt64,
    stored_lmtp_bytes UInt64,
    stored_cyrus_bytes UInt64,
    wire_local_bytes UInt64,
    wire_external_bytes UInt64,
    wire_sent_bytes UInt64,
    size_hops_bytes UInt64,
    new_all_contents UInt64,
    new_all_bytes UInt64,
    new_own_contents UInt64,
    new_own_bytes UInt64,
    new_sis_contents UInt64,
    new_sis_size_bytes UInt64,
    new_sis_bytes UInt64
) ENGINE = {replacing_version}
PARTITION BY toYear(day)
ORDER BY (relay, day, direction, domain, family, class, sis, digested, logo)
