-- Flaws of a period.
-- In:  :from_day, :until_day  from_day <= day < until_day
-- Out: number (of the flaw), times
SELECT flaw AS number, sum(times) AS times
  FROM day_flaw
 WHERE day >= :from_day AND day < :until_day
 GROUP BY flaw;
