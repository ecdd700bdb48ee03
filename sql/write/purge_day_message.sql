-- Delete the oldest day of table day_message, if it is old.
-- In:  :day  days before it are old
-- Out: nothing
DELETE FROM day_message
 WHERE day = (SELECT min(day) FROM day_message) AND day < :day;
