-- Rows of table site_key.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO site_key (
    version, key_id
) FORMAT RowBinary
