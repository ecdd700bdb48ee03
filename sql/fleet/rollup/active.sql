-- Replicas of the shard that ZooKeeper or Keeper hears of, this one among them.
-- In:  nothing
-- Out: how many; 0: the tables are not replicated
SELECT max(active_replicas)
  FROM system.replicas
 WHERE database = currentDatabase()
