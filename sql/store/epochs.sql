-- All epochs, and what the detail holds of each.
-- In:  nothing
-- Out: relay_id, key_id (NULL before the first key), start_day, contents,
--      sightings; the oldest first
SELECT e.relay_id, e.key_id, e.start_day, coalesce(c.number, 0) AS contents,
       coalesce(s.number, 0) AS sightings
  FROM epoch e
  LEFT JOIN (SELECT epoch, count(*) AS number FROM content GROUP BY epoch) c
       ON c.epoch = e.id
  LEFT JOIN (SELECT epoch, count(*) AS number FROM sighting GROUP BY epoch) s
       ON s.epoch = e.id
 ORDER BY e.id;
