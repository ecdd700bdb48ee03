-- Days of a period of which something is known: a message, a gap, or that the
-- daemon ran.  Stretches of known days, by their first day, each without what
-- those before it reach over: a long period takes no longer than its data.
-- In:  :from_day, :until_day  from_day <= day < until_day
-- Out: days
WITH known(first, beyond) AS (
    SELECT day, day + 1 FROM day_message
     WHERE day >= :from_day AND day < :until_day
    UNION
    SELECT day, day + 1 FROM gap
     WHERE day >= :from_day AND day < :until_day
    UNION
    SELECT max(started_s / 86400, :from_day),
           min(heartbeat_s / 86400 + 1, :until_day)
      FROM run
)
SELECT coalesce(sum(max(0, beyond - max(first, coalesce(reached, first)))), 0)
           AS days
  FROM (SELECT first, beyond,
               max(beyond) OVER (
                   ORDER BY first
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
               ) AS reached
          FROM known);
