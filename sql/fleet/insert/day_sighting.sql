-- Rows of table day_sighting.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO day_sighting (
    relay, day, version, direction, domain, family, class, sis, digested, logo,
    sightings, sightings_own, copies_local, copies_external, copies_sent,
    copies_lmtp, copies_cyrus, size_bytes, stored_bytes, wire_bytes,
    size_own_bytes, stored_own_bytes, wire_own_bytes, size_linked_bytes,
    size_local_bytes, size_external_bytes, size_sent_bytes, size_lmtp_bytes,
    size_cyrus_bytes, stored_local_bytes, stored_external_bytes,
    stored_sent_bytes, stored_lmtp_bytes, stored_cyrus_bytes, wire_local_bytes,
    wire_external_bytes, wire_sent_bytes, size_hops_bytes, new_all_contents,
    new_all_bytes, new_own_contents, new_own_bytes, new_sis_contents,
    new_sis_size_bytes, new_sis_bytes
) FORMAT RowBinary
