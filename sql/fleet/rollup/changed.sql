-- Months that are over and have other rows than when they were rolled up, or
-- were not: of each the rows that there are, each once, without what was
-- forgotten.
-- In:  {from_month}, {until_month}  from_month <= month < until_month
-- Out: month, rows, digest (below 2^62, of their keys); in order
SELECT month, sum(now_rows) AS rows, sum(now_digest) AS digest
  FROM (SELECT toYYYYMM(day) AS month, count() AS now_rows,
               sum(cityHash64(fingerprint, relay, sequence, ordinal))
                   % 4611686018427387904 AS now_digest,
               toUInt64(0) AS then_rows, toUInt64(0) AS then_digest
          FROM (SELECT fingerprint, relay, sequence, ordinal, day
                  FROM sighting FINAL
                 WHERE toYYYYMM(day) >= {from_month}
                   AND toYYYYMM(day) < {until_month}) AS seen
           ANY LEFT JOIN (SELECT fingerprint, relay,
                                 max(until_sequence) AS gone
                            FROM forgotten GROUP BY fingerprint, relay) AS noted
         USING (fingerprint, relay)
         WHERE sequence > gone
         GROUP BY month
         UNION ALL
        SELECT month, toUInt64(0), toUInt64(0), rows, digest
          FROM rollup FINAL
         WHERE month >= {from_month} AND month < {until_month})
 GROUP BY month
HAVING rows != sum(then_rows) OR digest != sum(then_digest)
 ORDER BY month
