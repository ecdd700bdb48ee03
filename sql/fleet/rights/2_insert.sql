-- It adds rows, and changes and deletes none.
-- In:  {database}, {writer}
-- Out: nothing
GRANT INSERT ON {database}.* TO {writer}
