-- Delete the message of a sighting that is gone, if it was the last one.  The
-- sightings of a message lie beside each other.
-- In:  :sequence  of that sighting, :message  id
-- Out: nothing
DELETE FROM message
 WHERE id = :message
   AND (SELECT message FROM sighting WHERE sequence < :sequence
         ORDER BY sequence DESC LIMIT 1) IS NOT :message
   AND (SELECT message FROM sighting WHERE sequence > :sequence
         ORDER BY sequence LIMIT 1) IS NOT :message;
