-- Delete the oldest day of table day_sighting, if it is old.
-- In:  :day  days before it are old
-- Out: nothing
DELETE FROM day_sighting
 WHERE day = (SELECT min(day) FROM day_sighting) AND day < :day;
