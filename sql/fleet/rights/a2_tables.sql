-- It deletes what is old or forgotten, and builds months in tables of its own.
-- In:  {database}, {keeper}
-- Out: nothing
GRANT SELECT, INSERT, ALTER DELETE, CREATE TABLE, DROP TABLE ON {database}.* TO {keeper}
