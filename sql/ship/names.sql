-- All other names.
-- In:  nothing
-- Out: first_sequence, first_day, relay_of, relay; in order
SELECT first_sequence, first_day, relay_of, relay FROM name
 ORDER BY first_sequence;
