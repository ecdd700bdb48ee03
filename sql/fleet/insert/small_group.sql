-- Rows of table small_group.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO small_group (
    relay, day, version, dimension, direction, domain, family, class, logo,
    senders
) FORMAT RowBinary
