-- One name more.
-- In:  :first_sequence, :first_day, :relay_of, :relay
-- Out: nothing
INSERT OR REPLACE INTO name (first_sequence, first_day, relay_of, relay)
VALUES (:first_sequence, :first_day, :relay_of, :relay);
