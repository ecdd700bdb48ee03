-- The next sightings that a content is inside of.
-- In:  :content  id, :after, :until  sequences: after the first, up to
--      the second, :most  rows
-- Out: sighting; in order
SELECT DISTINCT sighting
  FROM sighting_part
 WHERE sighting > :after AND sighting <= :until AND content = :content
 ORDER BY sighting
 LIMIT :most;
