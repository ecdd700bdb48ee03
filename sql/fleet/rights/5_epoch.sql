-- It sees how rows are spread.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT ON {database}.epoch TO {writer}
