-- A month's contents go.
-- In:  {month}
-- Out: nothing
ALTER TABLE rollup_content DROP PARTITION {month}
