-- Days of a period of which something is known: a message, a gap, or that the
-- daemon ran.
-- In:  :from_day, :until_day  from_day <= day < until_day
-- Out: days
WITH RECURSIVE every(day) AS (
    SELECT :from_day
    UNION ALL
    SELECT day + 1 FROM every WHERE day + 1 < :until_day
)
SELECT count(*) AS days
  FROM every
 WHERE EXISTS (SELECT 1 FROM day_message AS m WHERE m.day = every.day)
    OR EXISTS (SELECT 1 FROM gap AS g WHERE g.day = every.day)
    OR EXISTS (SELECT 1 FROM run
                WHERE started_s < (every.day + 1) * 86400
                  AND heartbeat_s >= every.day * 86400);
