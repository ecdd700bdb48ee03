-- Months whose contents are due to go.
-- In:  {from_month}  the first one that stays
-- Out: month; in order
SELECT DISTINCT month FROM rollup_content WHERE month < {from_month} ORDER BY month
