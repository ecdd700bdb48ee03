-- Contents inside attachments, as they are shipped.
-- In:  :after, :until  sequences of the attachments, as for sightings
-- Out: sighting, ordinal, key_epoch, fingerprint, family, senders,
--      size_bytes; in the order of sightings
SELECT p.sighting, p.ordinal, c.epoch AS key_epoch, c.fingerprint, c.family,
       c.senders, p.size_bytes
  FROM sighting_part p
  JOIN content c ON c.id = p.content
 WHERE p.sighting > :after AND p.sighting <= :until
 ORDER BY p.sighting, p.ordinal;
