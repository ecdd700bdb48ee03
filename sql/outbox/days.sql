-- Days of which something is known.  A run has rows of the day it began on; that
-- day counts from :from_day on for as long as the run's end does, as the time
-- from there to the next run is downtime.  The last one may go on: its end
-- tells nothing yet.
-- In:  :from_day
-- Out: day; in order, each once
SELECT day FROM day_message WHERE day >= :from_day
 UNION
SELECT day FROM day_sighting WHERE day >= :from_day
 UNION
SELECT day FROM gap WHERE day >= :from_day
 UNION
SELECT day FROM day_flaw WHERE day >= :from_day
 UNION
SELECT started_s / 86400
  FROM run
 WHERE started_s >= :from_day * 86400
    OR heartbeat_s >= :from_day * 86400 AND id < (SELECT max(id) FROM run)
 ORDER BY 1;
