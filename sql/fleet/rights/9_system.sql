-- It sees how far replicas are behind.
-- In:  {database}, {reader}
-- Out: nothing
GRANT SELECT ON system.replicas TO {reader}
