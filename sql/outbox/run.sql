-- Runs of the recorder that began on a day, as they are shipped.
-- In:  :day
-- Out: started_s, heartbeat_s, clean
SELECT started_s, heartbeat_s, clean
  FROM run
 WHERE started_s >= :day * 86400 AND started_s < (:day + 1) * 86400
 ORDER BY started_s, id;
