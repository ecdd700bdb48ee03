-- It sees how far replicas are behind.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT ON system.replicas TO {writer}
