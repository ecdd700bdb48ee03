-- The contents of the input that are not there.
-- In:  :input
-- Out: nothing
INSERT INTO main.content (fingerprint, size_bytes, family, first_day, last_day,
                          last_own_day, senders, epoch)
SELECT i.fingerprint, i.size_bytes, i.family, i.first_day, i.last_day,
       i.last_own_day, i.senders, e.new_id
  FROM input.content i
  JOIN temp.epoch_of e ON e.input = :input AND e.id = i.epoch
 WHERE NOT EXISTS (SELECT 1 FROM temp.content_of
                    WHERE input = :input AND id = i.id)
 ORDER BY i.id;
