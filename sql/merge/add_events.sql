-- What was seen of contents that several inputs have.
-- In:  :sis_bytes  a single-instance store keeps from here on apart
--      :logo_bytes, :inline  a picture in the text below it is a logo; its class
-- Out: nothing
WITH several AS (
    SELECT new_id AS content FROM temp.content_of
     GROUP BY new_id HAVING count(*) > 1
), seen AS (
    SELECT s.*, m.day, m.direction, m.domain, m.local + m.sent > 0 AS own,
           s.stored_bytes >= :sis_bytes
           AND s.type NOT IN (SELECT number FROM code WHERE kind = 'type'
                                 AND name GLOB 'text/*') AS sis,
           s.class = :inline AND s.size_bytes < :logo_bytes AS logo,
           e.input
      FROM main.sighting s
      JOIN main.message m ON m.id = s.message
      JOIN temp.epoch_of e ON e.new_id = s.epoch
     WHERE s.content IS NOT NULL
)
INSERT INTO temp.event
SELECT sequence, 0, content, input, day, own,
       CASE WHEN own AND sis THEN layout END,
       CASE WHEN EXISTS (SELECT 1 FROM main.sighting_part
                          WHERE sighting = sequence)
            THEN 0 ELSE size_bytes END,
       size_bytes, CASE layout WHEN 0 THEN size_bytes ELSE stored_bytes END,
       direction, domain, family, class, sis, logo
  FROM seen
 WHERE content IN (SELECT content FROM several)
 UNION ALL
SELECT s.sequence, p.ordinal, p.content, s.input, s.day, s.own, NULL,
       p.size_bytes, 0, 0, s.direction, s.domain, s.family, s.class, s.sis,
       s.logo
  FROM main.sighting_part p JOIN seen s ON s.sequence = p.sighting
 WHERE p.content IN (SELECT content FROM several);
