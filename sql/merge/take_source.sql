-- An input comes in.
-- In:  :input  its number
-- Out: nothing
INSERT INTO temp.source (input, relay_id, whole)
SELECT :input, relay_id,
       coalesce((SELECT min(day) FROM input.day_sighting)
                >= (SELECT min(day) FROM input.message), 0)
  FROM input.epoch
 ORDER BY id DESC
 LIMIT 1;
