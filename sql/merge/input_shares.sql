-- Relays of the input that another one has, too.
-- In:  nothing
-- Out: relay_id
SELECT DISTINCT e.relay_id
  FROM input.epoch e
  JOIN main.epoch m ON m.relay_id = e.relay_id;
