-- A month of table rollup_content while it is built: of one server, also where
-- the other one is replicated.
-- In:  nothing
-- Out: nothing
CREATE TABLE IF NOT EXISTS rollup_content_next AS rollup_content
ENGINE = MergeTree()
PARTITION BY month
ORDER BY fingerprint
