-- A relay of which an input was left out that went on in another way than the
-- one that was taken in: under the same number it has another attachment.
-- In:  nothing
-- Out: relay_id
SELECT l.relay_id
  FROM temp.look_last l
  JOIN temp.source i
  JOIN temp.sighting_in s ON s.input = i.input AND s.id = l.sequence
  JOIN main.epoch e ON e.id = s.epoch AND e.relay_id = l.relay_id
  JOIN main.content c ON c.id = s.content
 WHERE l.input NOT IN (SELECT input FROM temp.source)
   AND c.fingerprint <> l.fingerprint;
