-- Which versions of the schema were made here: the highest one holds.
-- In:  {replacing}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS schema_version (
    version UInt32,
    made DateTime DEFAULT now()
) ENGINE = {replacing}
ORDER BY version
