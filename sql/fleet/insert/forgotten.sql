-- Rows of table forgotten.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO forgotten (
    fingerprint, relay, until_sequence
) FORMAT RowBinary
