-- Rows of table gap.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO gap (
    relay, day, version, reason, messages
) FORMAT RowBinary
