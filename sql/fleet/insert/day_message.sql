-- Rows of table day_message.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO day_message (
    relay, day, version, direction, domain, messages, with_attachments,
    deliveries, deliveries_with_attachments, wire_bytes
) FORMAT RowBinary
