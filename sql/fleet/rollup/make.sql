-- A table that a run builds months in, of this server and of this run alone.
-- In:  {table}; {run}  its name, made at random
-- Out: nothing
CREATE TABLE {table}_next_{run} AS {table}_next
