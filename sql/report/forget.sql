-- The rows that go if a content is forgotten.
-- In:  :content  id
-- Out: sightings, inside (places in other attachments), messages (in which
--      nothing else is)
WITH its AS (
    SELECT DISTINCT message FROM sighting WHERE content = :content
)
SELECT (SELECT count(*) FROM sighting WHERE content = :content) AS sightings,
       (SELECT count(*) FROM sighting_part WHERE content = :content)
           AS inside,
       (SELECT count(*) FROM its)
           - (SELECT count(DISTINCT message)
                FROM sighting
               WHERE content IS NOT :content
                 AND message IN (SELECT message FROM its)) AS messages;
