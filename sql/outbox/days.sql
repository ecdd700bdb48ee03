-- Days of which something is known.
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
SELECT started_s / 86400 FROM run WHERE started_s >= :from_day * 86400
 ORDER BY 1;
