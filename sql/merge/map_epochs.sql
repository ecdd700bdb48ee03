-- Their numbers: they were added last, in their order.
-- In:  :input
-- Out: nothing
INSERT INTO temp.epoch_of (input, id, new_id)
SELECT :input, id,
       (SELECT max(id) FROM main.epoch) - (SELECT count(*) FROM input.epoch)
           + row_number() OVER (ORDER BY id)
  FROM input.epoch;
