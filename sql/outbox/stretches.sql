-- Which sequences of the detail are of which relay.
-- In:  nothing
-- Out: relay_id (hexadecimal), first, last; in the order of sequences
SELECT e.relay_id, min(s.sequence) AS first, max(s.sequence) AS last
  FROM sighting s JOIN epoch e ON e.id = s.epoch
 GROUP BY s.epoch
 ORDER BY first;
