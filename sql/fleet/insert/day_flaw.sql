-- Rows of table day_flaw.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO day_flaw (
    relay, day, version, flaw, times
) FORMAT RowBinary
