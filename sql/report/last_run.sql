-- The newest run of the daemon.
-- In:  nothing
-- Out: started_s, heartbeat_s, clean (1: it was stopped); no row: none yet
SELECT started_s, heartbeat_s, clean FROM run ORDER BY id DESC LIMIT 1;
