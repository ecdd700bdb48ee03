-- The value of a setting that holds.
-- In:  :name
-- Out: start_day, value
SELECT start_day, value
  FROM setting_day
 WHERE name = :name
 ORDER BY start_day DESC
 LIMIT 1;
