-- What the server calls its shard and itself in the paths of replicated tables.
-- In:  nothing
-- Out: macro, its text; in order
SELECT macro, substitution
  FROM system.macros
 WHERE macro IN ('shard', 'replica')
 ORDER BY macro
