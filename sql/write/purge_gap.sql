-- Delete the oldest day of table gap, if it is old.
-- In:  :day  days before it are old
-- Out: nothing
DELETE FROM gap
 WHERE day = (SELECT min(day) FROM gap) AND day < :day;
