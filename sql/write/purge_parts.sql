-- Delete what is inside old sightings.
-- In:  :after, :until  sequences: after the first, up to the second
--      :day  messages before it are old
-- Out: nothing
DELETE FROM sighting_part
 WHERE sighting > :after AND sighting <= :until
   AND (SELECT day
          FROM sighting JOIN message ON message.id = sighting.message
         WHERE sequence = sighting_part.sighting) < :day;
