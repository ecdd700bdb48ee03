-- Attachments with a digest and a copy of ours, in the order of their arrival:
-- those of a message follow each other.
-- In:  :from_day, :until_day  from_day <= day < until_day
--      :min_size, :max_size  decoded bytes, both included
--      :min_recipients  of the message, local and external
--      :families, :classes, :directions  sets of 1 << number; 0: all
--      :without_sis  1: leave out, wherever, what is no text by its declared
--      type and has :sis_bytes stored bytes or more
--      :chosen  1: those all of this holds for; 0: the others of the days
-- Out: sequence, message, day, continuation, local_given, local, external,
--      sent, content, class, has_content_id, size_bytes, stored_bytes,
--      wire_bytes
SELECT s.sequence, s.message, m.day, m.continuation, m.local_given, m.local,
       m.external, m.sent, s.content, s.class, s.has_content_id, s.size_bytes,
       s.stored_bytes, s.wire_bytes
  FROM sighting s CROSS JOIN message m ON m.id = s.message
 WHERE s.content IS NOT NULL
   AND m.day >= :from_day AND m.day < :until_day
   AND m.local + m.sent > 0
   AND (:without_sis = 0 OR s.stored_bytes < :sis_bytes
        OR s.type IN (SELECT number FROM code
                       WHERE kind = 'type' AND name GLOB 'text/*'))
   AND (s.size_bytes >= :min_size AND s.size_bytes <= :max_size
        AND m.local + m.external >= :min_recipients
        AND (:families = 0 OR (:families >> s.family) & 1)
        AND (:classes = 0 OR (:classes >> s.class) & 1)
        AND (:directions = 0 OR (:directions >> m.direction) & 1)) = :chosen
 ORDER BY s.sequence;
