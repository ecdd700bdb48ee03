-- Rows of table relay.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO relay (
    relay, version, origin, name, first_sequence, first_day, key_id,
    detail_days, program
) FORMAT RowBinary
