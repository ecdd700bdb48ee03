-- And what is inside them.
-- In:  nothing
-- Out: nothing
INSERT INTO main.sighting_part (sighting, ordinal, content, size_bytes)
SELECT m.sequence, p.ordinal, p.content, p.size_bytes
  FROM temp.part_in p
  JOIN temp.sighting_in s ON s.input = p.input AND s.id = p.sighting
  JOIN main.sighting m ON m.epoch = s.epoch AND m.origin = s.origin;
