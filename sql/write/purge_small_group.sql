-- Delete the oldest day of table small_group, if it is old.
-- In:  :day  days before it are old
-- Out: nothing
DELETE FROM small_group
 WHERE day = (SELECT min(day) FROM small_group) AND day < :day;
