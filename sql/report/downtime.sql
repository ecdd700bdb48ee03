-- Seconds of a period between the end of a run and the start of the next of the
-- same daemon.
-- In:  :from_day, :until_day  from_day <= day < until_day
-- Out: downtime_s
SELECT coalesce(sum(max(0, min(started_s, :until_day * 86400)
                           - max(before_s, :from_day * 86400))), 0)
           AS downtime_s
  FROM (SELECT started_s,
               max(heartbeat_s) OVER (
                   PARTITION BY source
                   ORDER BY id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ) AS before_s
          FROM run)
 WHERE before_s IS NOT NULL;
