-- It sees who ships.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT ON {database}.relay TO {writer}
