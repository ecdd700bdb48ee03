-- Delete settings that held only on old days.
-- In:  :day  days before it are old
-- Out: nothing
DELETE FROM setting_day
 WHERE start_day < (SELECT max(start_day)
                      FROM setting_day AS later
                     WHERE later.name = setting_day.name
                       AND later.start_day <= :day);
