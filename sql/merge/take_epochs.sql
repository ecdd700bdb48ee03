-- The epochs of the input.
-- In:  nothing
-- Out: nothing
INSERT INTO main.epoch (relay_id, key_id, start_day)
SELECT relay_id, key_id, start_day FROM input.epoch ORDER BY id;
