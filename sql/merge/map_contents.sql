-- Their numbers, and when this input saw them.
-- In:  :input
-- Out: nothing
INSERT INTO temp.content_of (input, id, new_id, first_day, last_day,
                             last_own_day)
SELECT :input, i.id, m.id, i.first_day, i.last_day, i.last_own_day
  FROM input.content i JOIN main.content m USING (fingerprint);
