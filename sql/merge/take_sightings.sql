-- The attachments of the input wait.
-- In:  :input
-- Out: nothing
INSERT INTO temp.sighting_in
SELECT :input, i.sequence, i.message, c.new_id, i.type, i.class, i.family,
       i.encoding, i.disposition, i.has_name, i.has_content_id, i.size_bytes,
       i.stored_bytes, i.wire_bytes, i.layout, e.new_id,
       coalesce(i.origin, i.sequence)
  FROM input.sighting i
  JOIN temp.epoch_of e ON e.input = :input AND e.id = i.epoch
  LEFT JOIN temp.content_of c ON c.input = :input AND c.id = i.content;
