-- The files that a single-instance store would keep.
-- In:  :input
-- Out: nothing
INSERT INTO main.sis_file (content, layout, last_day)
SELECT c.new_id, i.layout, i.last_day
  FROM input.sis_file i
  JOIN temp.content_of c ON c.input = :input AND c.id = i.content
 WHERE true
    ON CONFLICT (content, layout) DO UPDATE
   SET last_day = max(last_day, excluded.last_day);
