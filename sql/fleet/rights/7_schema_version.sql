-- It sees the version of the tables.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT ON {database}.schema_version TO {writer}
