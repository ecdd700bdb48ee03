-- Delete old runs but the last one of them: the downtime after it is told by
-- its end.
-- In:  :day  runs that ended before it are old
-- Out: nothing
DELETE FROM run
 WHERE id < (SELECT max(id) FROM run WHERE heartbeat_s < :day * 86400)
   AND heartbeat_s < :day * 86400;
