-- Messages of a period that were not measured.
-- In:  :from_day, :until_day  from_day <= day < until_day
-- Out: number (of the reason), times
SELECT reason AS number, sum(messages) AS times
  FROM gap
 WHERE day >= :from_day AND day < :until_day
 GROUP BY reason;
