-- A relay's rows are under a key from a day on.
-- In:  :relay_id, :key_id  hexadecimal; :start_day
-- Out: nothing
INSERT INTO epoch (relay_id, key_id, start_day)
VALUES (:relay_id, :key_id, :start_day);
