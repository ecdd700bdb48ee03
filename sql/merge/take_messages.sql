-- The messages of the input wait.
-- In:  :input
-- Out: nothing
INSERT INTO temp.message_in (input, id, relay_id, day, direction, domain,
                             local_given, local, external, sent, hops,
                             continuation)
SELECT :input, i.id, s.relay_id, i.day, i.direction, d.new_id, i.local_given,
       i.local, i.external, i.sent, i.hops, i.continuation
  FROM input.message i
  JOIN temp.source s ON s.input = :input
  JOIN temp.domain_of d ON d.input = :input AND d.id = i.domain;
