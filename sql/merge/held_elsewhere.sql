-- Is an input an earlier state of another one, which then holds all of it?  Both
-- are of the same relays and got mail by the same ways, the other one at least as
-- far.  What went on by itself after a copy is of another relay, too.  Of two
-- that are the same the first one is taken.
-- In:  :input
-- Out: is_held
WITH other AS (
    SELECT DISTINCT input
      FROM temp.look_place p
     WHERE input <> :input
       AND NOT EXISTS (
           SELECT relay_id FROM temp.look_relay WHERE input = :input
           EXCEPT
           SELECT relay_id FROM temp.look_relay WHERE input = p.input)
       AND NOT EXISTS (
           SELECT relay_id FROM temp.look_relay WHERE input = p.input
           EXCEPT
           SELECT relay_id FROM temp.look_relay WHERE input = :input)
), place AS (
    SELECT o.input AS other, a.segment, a."offset", a.sequence,
           b.segment AS other_segment, b."offset" AS other_offset,
           b.sequence AS other_sequence
      FROM other o
      JOIN temp.look_place a ON a.input = :input
      LEFT JOIN temp.look_place b
        ON b.input = o.input AND b.incarnation = a.incarnation
), compared AS (
    SELECT other,
           min(coalesce((segment, "offset") <= (other_segment, other_offset)
                        AND sequence <= other_sequence, 0)) AS is_later,
           max((segment, "offset") <> (other_segment, other_offset)
               OR sequence <> other_sequence) AS differs,
           count(*) AS places
      FROM place
     GROUP BY other
)
SELECT EXISTS (
    SELECT 1
      FROM compared
     WHERE is_later
       AND (differs OR other < :input
            OR (SELECT count(*) FROM temp.look_place
                 WHERE input = other) > places)
) AS is_held;
