-- Contents inside attachments that are containers, in the order of these.
-- In:  nothing
-- Out: sighting (its sequence), content, size_bytes
SELECT sighting, content, size_bytes
  FROM sighting_part
 ORDER BY sighting, ordinal;
