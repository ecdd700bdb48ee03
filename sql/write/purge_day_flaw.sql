-- Delete the oldest day of table day_flaw, if it is old.
-- In:  :day  days before it are old
-- Out: nothing
DELETE FROM day_flaw
 WHERE day = (SELECT min(day) FROM day_flaw) AND day < :day;
