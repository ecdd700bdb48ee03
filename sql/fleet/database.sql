-- The database of a shard.
-- In:  {database}  its name
-- Out: nothing
CREATE DATABASE IF NOT EXISTS {database}
