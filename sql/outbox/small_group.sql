-- Senders behind combinations of a day, as they are shipped.
-- In:  :day
-- Out: dimension, direction, domain (its name, '' if it is not in the
--      combination), family, class, logo, senders; all combinations are named
--      because the table is in their order
SELECT g.dimension, g.value >> 4 & 15, coalesce(d.name, ''),
       g.value >> 8 & 255, g.value & 7, g.value >> 3 & 1, g.senders
  FROM small_group g
  LEFT JOIN domain d ON g.dimension & 2 AND d.id = g.value >> 16
 WHERE g.dimension IN (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
   AND g.day = :day
 ORDER BY g.dimension, g.value;
