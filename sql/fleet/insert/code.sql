-- Rows of table code.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO code (
    kind, number, name
) FORMAT RowBinary
