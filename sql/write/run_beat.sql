-- The recorder is alive, or stops.
-- In:  :id, :started_s  by the clock as it is now
--      :now_s, :clean  1 if it stops
-- Out: nothing
UPDATE run
   SET started_s = :started_s, heartbeat_s = :now_s, clean = :clean
 WHERE id = :id;
