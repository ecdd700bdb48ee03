-- The recorder is alive, or stops.  A clock that was set back takes with it what
-- it said of this run before: else all downtime until then would not be seen,
-- or the time until a start in the future would be downtime.
-- In:  :id, :now_s, :clean  1 if it stops
-- Out: nothing
UPDATE run
   SET started_s = min(started_s, :now_s), heartbeat_s = :now_s,
       clean = :clean
 WHERE id = :id;
