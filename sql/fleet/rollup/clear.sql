-- Nothing is in the table that a month is built in.
-- In:  {table}; {month}
-- Out: nothing
ALTER TABLE {table}_next DROP PARTITION {month}
