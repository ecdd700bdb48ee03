-- The last attachment of an input that can be told from any other.
-- In:  :input  its number
-- Out: nothing
INSERT INTO temp.look_last (input, relay_id, sequence, fingerprint)
SELECT :input, e.relay_id, s.sequence, c.fingerprint
  FROM input.sighting s
  JOIN input.epoch e ON e.id = s.epoch
  JOIN input.content c ON c.id = s.content
 WHERE (SELECT is_merged FROM input.meta) = 0
 ORDER BY s.sequence DESC
 LIMIT 1;
