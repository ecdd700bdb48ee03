-- What retention would delete of the sums.
-- In:  :day  days before it are old
-- Out: sums (rows)
SELECT (SELECT count(*) FROM day_message WHERE day < :day)
       + (SELECT count(*) FROM day_sighting WHERE day < :day)
       + (SELECT count(*) FROM small_group WHERE day < :day)
       + (SELECT count(*) FROM day_flaw WHERE day < :day)
       + (SELECT count(*) FROM gap WHERE day < :day) AS sums;
