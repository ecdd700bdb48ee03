-- Rows of table sighting.
-- In:  rows in Native, behind it
-- Out: nothing
INSERT INTO sighting (
    fingerprint, relay, sequence, ordinal, day, message, key_id, direction,
    domain, local_given, local, external, sent, hops, lmtp, cyrus, continuation,
    digested, parts, type, class, family, content_family, encoding, disposition,
    has_name, has_content_id, size_bytes, stored_bytes, wire_bytes, layout,
    senders
) FORMAT Native
