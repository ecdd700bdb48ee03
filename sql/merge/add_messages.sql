-- They come to their places.
-- In:  nothing
-- Out: nothing
INSERT INTO main.message (id, day, direction, domain, local_given, local,
                          external, sent, hops, continuation)
SELECT o.new_id, m.day, m.direction, m.domain, m.local_given, m.local,
       m.external, m.sent, m.hops, m.continuation
  FROM temp.message_in m JOIN temp.message_of o USING (input, id)
 ORDER BY o.new_id;
