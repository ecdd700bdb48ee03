-- Delete rows whose time is over.
-- In:  {table}; {age}  an expression, a number; {first}  the first one that stays
-- Out: nothing; they go after a while
ALTER TABLE {table} DELETE WHERE {age} < {first}
