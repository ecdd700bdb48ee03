-- The words of the numbers in all other tables.
-- In:  {replacing}  the table engine
-- Out: nothing
CREATE TABLE IF NOT EXISTS code (
    kind String,
    number UInt16,
    name String
) ENGINE = {replacing}
ORDER BY (kind, number)
