-- Who ships: a user for the relays.  Write a password of your own.
-- In:  {database}, {writer}
-- Out: nothing
CREATE USER IF NOT EXISTS {writer} IDENTIFIED BY '...'
