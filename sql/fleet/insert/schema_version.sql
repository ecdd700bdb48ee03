-- Rows of table schema_version.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO schema_version (
    version
) FORMAT RowBinary
