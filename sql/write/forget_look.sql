-- The next sightings of a content.
-- In:  :content  id, :after, :until  sequences: after the first, up to
--      the second, :most  rows
-- Out: sequence, message; in order
SELECT sequence, message
  FROM sighting
 WHERE sequence > :after AND sequence <= :until AND content = :content
 ORDER BY sequence
 LIMIT :most;
