-- The sums of a month's days, over all of its pieces.
-- In:  {run}; {month}
-- Out: nothing
INSERT INTO rollup_day_next_{run} (
    month, day, direction, domain, family, class, sightings, copies_local,
    copies_external, copies_sent, size_bytes, stored_bytes, wire_bytes,
    stored_local_bytes, stored_external_bytes, stored_sent_bytes
)
SELECT toUInt32({month}), day, direction, domain, family, class,
       sum(sightings), sum(copies_local), sum(copies_external),
       sum(copies_sent), sum(size_bytes), sum(stored_bytes), sum(wire_bytes),
       sum(stored_local_bytes), sum(stored_external_bytes),
       sum(stored_sent_bytes)
  FROM rollup_day_next_{run}
 WHERE month = 0
 GROUP BY day, direction, domain, family, class
