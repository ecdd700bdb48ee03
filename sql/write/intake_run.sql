-- A run of the recorder of another relay.
-- In:  :source (runs of the same number are of one daemon), :started_s,
--      :heartbeat_s, :clean
-- Out: nothing
INSERT INTO run (source, started_s, heartbeat_s, clean)
VALUES (:source, :started_s, :heartbeat_s, :clean);
