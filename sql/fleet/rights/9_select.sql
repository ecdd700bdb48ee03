-- It sees all tables, and nothing else.
-- In:  {database}, {reader}
-- Out: nothing
GRANT SELECT ON {database}.* TO {reader}
