-- What is inside them waits.
-- In:  :input
-- Out: nothing
INSERT INTO temp.part_in (input, sighting, ordinal, content, size_bytes)
SELECT :input, i.sighting, i.ordinal, c.new_id, i.size_bytes
  FROM input.sighting_part i
  JOIN temp.content_of c ON c.input = :input AND c.id = i.content;
