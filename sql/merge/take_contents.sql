-- The contents of the input: one that is known has the family of its first
-- sighting.
-- In:  :input
-- Out: nothing
INSERT INTO main.content (fingerprint, size_bytes, family, first_day, last_day,
                          last_own_day, senders, epoch)
SELECT i.fingerprint, i.size_bytes, i.family, i.first_day, i.last_day,
       i.last_own_day, i.senders, e.new_id
  FROM input.content i
  JOIN temp.epoch_of e ON e.input = :input AND e.id = i.epoch
 WHERE true
 ORDER BY i.id
    ON CONFLICT (fingerprint) DO UPDATE
   SET family = CASE WHEN excluded.first_day < first_day THEN excluded.family
                     ELSE family END,
       first_day = min(first_day, excluded.first_day),
       last_day = max(last_day, excluded.last_day),
       last_own_day = max(coalesce(last_own_day, excluded.last_own_day),
                          coalesce(excluded.last_own_day, last_own_day)),
       senders = max(senders, excluded.senders);
