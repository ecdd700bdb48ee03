-- The recorder is alive, or stops.
-- In:  :id, :now_s, :clean  1 if it stops
-- Out: nothing
UPDATE run
   SET heartbeat_s = max(heartbeat_s, :now_s), clean = :clean
 WHERE id = :id;
