-- Senders cannot be told apart over relays: the most of one are counted.  A
-- value begins with the number of a domain where its dimensions have one.
-- In:  :input
-- Out: nothing
INSERT INTO main.small_group (dimension, day, value, senders)
SELECT i.dimension, i.day,
       CASE WHEN i.dimension & 2
            THEN (d.new_id << 16) | (i.value & 65535) ELSE i.value END,
       i.senders
  FROM input.small_group i
  LEFT JOIN temp.domain_of d ON d.input = :input AND d.id = i.value >> 16
 WHERE true
    ON CONFLICT (dimension, day, value) DO UPDATE
   SET senders = max(senders, excluded.senders);
