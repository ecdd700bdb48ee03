-- Months whose contents are due to go.
-- In:  {from_month}  the first one that stays
-- Out: month, rows, digest (both 0: as if it had none); in order
SELECT DISTINCT month, toUInt64(0) AS rows, toUInt64(0) AS digest
  FROM rollup_content
 WHERE month < {from_month}
 ORDER BY month
