-- Months that are over, and those of them that were rolled up.
-- In:  {from_month}, {until_month}  from_month <= month < until_month
-- Out: month, rows (there may be fewer: some twice, some forgotten), and of those
--      that it was rolled up of: rows, digest (0: it was not); in order
SELECT month, sum(now_rows), sum(then_rows), sum(then_digest)
  FROM (SELECT toYYYYMM(day) AS month, count() AS now_rows,
               toUInt64(0) AS then_rows, toUInt64(0) AS then_digest
          FROM sighting
         WHERE toYYYYMM(day) >= {from_month}
           AND toYYYYMM(day) < {until_month}
         GROUP BY month
         UNION ALL
        SELECT month, toUInt64(0), rows, digest
          FROM rollup FINAL
         WHERE month >= {from_month} AND month < {until_month})
 GROUP BY month
 ORDER BY month
