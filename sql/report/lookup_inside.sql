-- How often a content was inside an attachment, and in how many mailboxes.
-- In:  :content  id
-- Out: sightings (without continuations), copies_local, copies_sent,
--      copies_external
SELECT coalesce(sum(NOT continuation), 0) AS sightings,
       coalesce(sum(local), 0) AS copies_local,
       coalesce(sum(sent), 0) AS copies_sent,
       coalesce(sum(external), 0) AS copies_external
  FROM sighting_part
  JOIN sighting ON sequence = sighting_part.sighting
  JOIN message ON message.id = sighting.message
 WHERE sighting_part.content = :content;
