-- Attachments with a digest and a copy of ours, in the order of their arrival:
-- those of a message follow each other.
-- In:  :from_day, :until_day  from_day <= day < until_day
--      :min_size, :max_size  decoded bytes, both included
--      :min_recipients  of the message, local and external
--      :families, :classes, :directions  sets of 1 << number; 0: all
--      :without_sis  1: leave out, wherever, what is no text by its declared
--      type and has :sis_bytes stored bytes or more
--      :chosen  1: those all of this holds for; 0: of the others of these days
--      those for whose content is_wanted(), a function of store/detail, is 1
-- Out: sequence, message, day, continuation, local_given, local, external,
--      sent, content, class, size_bytes, stored_bytes, wire_bytes
WITH s AS (
    SELECT sequence, message, content, class, size_bytes, stored_bytes,
           wire_bytes,
           CASE WHEN size_bytes < :min_size OR size_bytes > :max_size
                     OR (:families <> 0 AND NOT (:families >> family) & 1)
                     OR (:classes <> 0 AND NOT (:classes >> class) & 1)
                THEN 0 ELSE 1 END AS fits
      FROM sighting
     WHERE content IS NOT NULL
       AND (:without_sis = 0 OR stored_bytes < :sis_bytes
            OR type IN (SELECT number FROM code
                         WHERE kind = 'type' AND name GLOB 'text/*'))
)
SELECT s.sequence, s.message, m.day, m.continuation, m.local_given, m.local,
       m.external, m.sent, s.content, s.class, s.size_bytes, s.stored_bytes,
       s.wire_bytes
  FROM s CROSS JOIN message m ON m.id = s.message
 WHERE CASE :chosen WHEN 1 THEN s.fits ELSE is_wanted(s.content) END
   AND m.day >= :from_day AND m.day < :until_day
   AND m.local + m.sent > 0
   AND CASE WHEN s.fits = 0 OR m.local + m.external < :min_recipients
                 OR (:directions <> 0 AND NOT (:directions >> m.direction) & 1)
            THEN 0 ELSE 1 END = :chosen
 ORDER BY s.sequence;
