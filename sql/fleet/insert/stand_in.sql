-- Rows of table stand_in.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO stand_in (
    fingerprint, relay, until_sequence, other
) FORMAT RowBinary
