-- It sees how far replicas are behind, and which of them are at work.
-- In:  {database}, {keeper}
-- Out: nothing
GRANT SELECT ON system.replicas TO {keeper}
