-- Rows of table run.
-- In:  rows in RowBinary, behind it
-- Out: nothing
INSERT INTO run (
    relay, day, version, started_s, heartbeat_s, clean
) FORMAT RowBinary
