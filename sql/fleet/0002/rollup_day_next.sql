-- What each run makes its tables like, in which months of rollup_day are built: of
-- one server, also where rollup_day is replicated.  Nothing is in it.
-- In:  nothing
-- Out: nothing
CREATE TABLE IF NOT EXISTS rollup_day_next AS rollup_day
ENGINE = MergeTree()
PARTITION BY month
ORDER BY (day, direction, domain, family, class)
