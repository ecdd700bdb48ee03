-- A month of table rollup_day while it is built: of one server, also where
-- the other one is replicated.
-- In:  nothing
-- Out: nothing
CREATE TABLE IF NOT EXISTS rollup_day_next AS rollup_day
ENGINE = MergeTree()
PARTITION BY month
ORDER BY (day, direction, domain, family, class)
