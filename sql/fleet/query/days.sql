-- What is here of a relay's days, in each table by the newest version.
-- In:  {relay}
-- Out: table (its number, as in lib/fleet/days.c), day (a number), the newest
--      version, rows of it
SELECT number, toUInt16(date), max(newest), argMax(many, newest)
  FROM (SELECT number, date, newest, count() AS many
          FROM (SELECT 0 AS number, day AS date, version AS newest
                  FROM day_message WHERE relay = {relay}
                 UNION ALL
                SELECT 1 AS number, day AS date, version AS newest
                  FROM day_sighting WHERE relay = {relay}
                 UNION ALL
                SELECT 2 AS number, day AS date, version AS newest
                  FROM small_group WHERE relay = {relay}
                 UNION ALL
                SELECT 3 AS number, day AS date, version AS newest
                  FROM gap WHERE relay = {relay}
                 UNION ALL
                SELECT 4 AS number, day AS date, version AS newest
                  FROM day_flaw WHERE relay = {relay}
                 UNION ALL
                SELECT 5 AS number, day AS date, version AS newest
                  FROM run WHERE relay = {relay})
         GROUP BY number, date, newest)
 GROUP BY number, date
