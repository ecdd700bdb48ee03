-- The version of the schema; 0: none is written down.
-- In:  nothing
-- Out: version
SELECT max(version) FROM schema_version
