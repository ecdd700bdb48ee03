-- What is here of a relay's days, in each table by the newest version.
-- In:  {relay}
-- Out: table (its number, as in lib/fleet/days.c), day (a number), the newest
--      version, rows of it
SELECT number, date, max(version), argMax(many, version)
  FROM (SELECT 0 AS number, toUInt16(day) AS date, version, count() AS many
          FROM day_message
         WHERE relay = {relay}
         GROUP BY date, version
         UNION ALL
        SELECT 1 AS number, toUInt16(day) AS date, version, count() AS many
          FROM day_sighting
         WHERE relay = {relay}
         GROUP BY date, version
         UNION ALL
        SELECT 2 AS number, toUInt16(day) AS date, version, count() AS many
          FROM small_group
         WHERE relay = {relay}
         GROUP BY date, version
         UNION ALL
        SELECT 3 AS number, toUInt16(day) AS date, version, count() AS many
          FROM gap
         WHERE relay = {relay}
         GROUP BY date, version
         UNION ALL
        SELECT 4 AS number, toUInt16(day) AS date, version, count() AS many
          FROM day_flaw
         WHERE relay = {relay}
         GROUP BY date, version
         UNION ALL
        SELECT 5 AS number, toUInt16(day) AS date, version, count() AS many
          FROM run
         WHERE relay = {relay}
         GROUP BY date, version)
 GROUP BY number, date
