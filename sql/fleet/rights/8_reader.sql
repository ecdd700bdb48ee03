-- Who reports: a user that changes nothing.  Write a password of your own.
-- In:  {database}, {reader}
-- Out: nothing
CREATE USER IF NOT EXISTS {reader} IDENTIFIED BY '...' SETTINGS readonly = 1
