-- Numbers of the contents that are there, and when this input saw them.
-- In:  :input
-- Out: nothing
INSERT INTO temp.content_of (input, id, new_id, first_day, last_day,
                             last_own_day)
SELECT :input, i.id, m.id, i.first_day, i.last_day, i.last_own_day
  FROM input.content i
  JOIN main.content m
    ON substr(m.fingerprint, 1, 8) = substr(i.fingerprint, 1, 8)
   AND m.fingerprint = i.fingerprint
 WHERE true
    ON CONFLICT (input, id) DO NOTHING;
