-- Delete old sightings, whose parts are gone.
-- In:  :after, :until  sequences: after the first, up to the second
--      :day  messages before it are old
-- Out: nothing
DELETE FROM sighting
 WHERE sequence > :after AND sequence <= :until
   AND (SELECT day FROM message WHERE id = sighting.message) < :day;
