-- What each run makes its tables like, in which months of rollup_content are built:
-- of one server, also where rollup_content is replicated.  Nothing is in it.
-- In:  nothing
-- Out: nothing
CREATE TABLE IF NOT EXISTS rollup_content_next AS rollup_content
ENGINE = MergeTree()
PARTITION BY month
ORDER BY fingerprint
