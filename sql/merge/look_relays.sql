-- The relays of an input that is to come in.
-- In:  :input  its number
-- Out: nothing
INSERT INTO temp.look_relay (input, relay_id)
SELECT DISTINCT :input, relay_id FROM input.epoch;
