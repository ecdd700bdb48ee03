-- What retention would delete of the detail.
-- In:  :detail_day  messages before it are old
--      :content_day  contents last seen before it are old
-- Out: messages, sightings, contents
SELECT (SELECT count(*) FROM message WHERE day < :detail_day) AS messages,
       (SELECT count(*)
          FROM sighting
          JOIN message ON message.id = sighting.message
         WHERE day < :detail_day) AS sightings,
       (SELECT count(*) FROM content WHERE last_day < :content_day)
           AS contents;
