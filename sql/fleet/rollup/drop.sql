-- A month goes, on releases where each replica can do that.
-- In:  {table}; {month}
-- Out: nothing
ALTER TABLE {table} DROP PARTITION {month}
