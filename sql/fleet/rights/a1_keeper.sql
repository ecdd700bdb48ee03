-- Who keeps the tables: a user for the host that purges and rolls up.  Write a
-- password of your own.
-- In:  {database}, {keeper}
-- Out: nothing
CREATE USER IF NOT EXISTS {keeper} IDENTIFIED BY '...'
