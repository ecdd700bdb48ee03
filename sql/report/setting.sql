-- The values a setting had.
-- In:  :name
-- Out: start_day, value; in the order of days
SELECT start_day, value
  FROM setting_day
 WHERE name = :name
 ORDER BY start_day;
