-- And their attachments.
-- In:  nothing
-- Out: nothing
INSERT INTO main.sighting (message, content, type, class, family, encoding,
                           disposition, has_name, has_content_id, size_bytes,
                           stored_bytes, wire_bytes, layout, epoch, origin)
SELECT o.new_id, s.content, s.type, s.class, s.family, s.encoding,
       s.disposition, s.has_name, s.has_content_id, s.size_bytes,
       s.stored_bytes, s.wire_bytes, s.layout, s.epoch, s.origin
  FROM temp.sighting_in s
  JOIN temp.message_of o ON o.input = s.input AND o.id = s.message
 ORDER BY o.new_id, s.id;
