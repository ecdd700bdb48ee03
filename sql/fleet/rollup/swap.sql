-- The month that was built takes the place of the one that there was, at once.
-- In:  {table}, {run}; {month}
-- Out: nothing
ALTER TABLE {table} REPLACE PARTITION {month} FROM {table}_next_{run}
