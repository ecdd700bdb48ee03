-- Bring the write-ahead log into the database and cut it to nothing.
-- In:  nothing; no transaction is open
-- Out: busy (1: somebody reads or writes, it was not cut), pages in the log,
--      pages of them brought in
PRAGMA wal_checkpoint(TRUNCATE);
