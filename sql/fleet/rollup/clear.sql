-- Nothing is in the table that a month is built in; fails if it was dropped.
-- In:  {table}, {run}; {month}, 0: of its pieces
-- Out: nothing
ALTER TABLE {table}_next_{run} DROP PARTITION {month}
