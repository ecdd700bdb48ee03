-- The recorder starts.
-- In:  :now_s
-- Out: nothing; the id is the last row id
INSERT INTO run (started_s, heartbeat_s, clean) VALUES (:now_s, :now_s, 0);
