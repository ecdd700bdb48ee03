-- The contents of the input that are there: each has the family of its first
-- sighting.
-- In:  :input
-- Out: nothing
UPDATE main.content AS m
   SET family = CASE WHEN i.first_day < m.first_day THEN i.family
                     ELSE m.family END,
       first_day = min(m.first_day, i.first_day),
       last_day = max(m.last_day, i.last_day),
       last_own_day = max(coalesce(m.last_own_day, i.last_own_day),
                          coalesce(i.last_own_day, m.last_own_day)),
       senders = max(m.senders, i.senders)
  FROM temp.content_of o
  JOIN input.content i ON i.id = o.id
 WHERE o.input = :input AND m.id = o.new_id;
