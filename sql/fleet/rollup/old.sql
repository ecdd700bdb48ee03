-- Months whose contents are due to go.
-- In:  {from_month}  the first one that stays
-- Out: month, and 0 for each other column of rollup/ months; in order
SELECT DISTINCT month, toUInt64(0), toUInt64(0), toUInt64(0)
  FROM rollup_content
 WHERE month < {from_month}
 ORDER BY month
