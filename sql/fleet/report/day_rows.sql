-- How much the days of a range have on this shard, in the table that has the most
-- of that day; a row that was sent again may count again.
-- In:  {sums_from}, {sums_until}  sums_from <= day < sums_until
-- Out: rows of the day that has the most, first_day, last_day (0: nothing)
-- Units: *_day whole days since 1970-01-01 UTC
SELECT max(rows), min(number) AS first_day, max(number) AS last_day
  FROM (SELECT toUInt16(day) AS number, count() AS rows
          FROM day_message
         WHERE number >= {sums_from} AND number < {sums_until}
         GROUP BY number
         UNION ALL
        SELECT toUInt16(day) AS number, count() AS rows
          FROM small_group
         WHERE number >= {sums_from} AND number < {sums_until}
         GROUP BY number
         UNION ALL
        SELECT toUInt16(day) AS number, count() AS rows
          FROM day_sighting
         WHERE number >= {sums_from} AND number < {sums_until}
         GROUP BY number)
