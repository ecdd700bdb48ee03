-- Contents inside attachments that are containers, in the order of these.
-- In:  nothing
-- Out: sighting (its sequence), container (its content; NULL: none), content,
--      size_bytes
SELECT p.sighting, s.content AS container, p.content, p.size_bytes
  FROM sighting_part p JOIN sighting s ON s.sequence = p.sighting
 ORDER BY p.sighting, p.ordinal;
