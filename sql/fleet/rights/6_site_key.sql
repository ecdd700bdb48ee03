-- It sees the id of the fleet's key.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT ON {database}.site_key TO {writer}
