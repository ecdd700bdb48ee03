-- Messages of each day beside a range, of all relays whose rows are on this shard:
-- not by domain, as reports ask no more of these days than when mail came.
-- In:  {sums_from}, {sums_until}  day < sums_from or day >= sums_until
-- Out: day (whole days since 1970-01-01 UTC), then as in table day_message
SELECT toUInt16(day) AS number, direction, '' AS name, sum(messages),
       sum(with_attachments), sum(deliveries), sum(deliveries_with_attachments),
       sum(wire_bytes)
  FROM day_message FINAL
 WHERE number < {sums_from} OR number >= {sums_until}
 GROUP BY number, direction
 ORDER BY number, direction
