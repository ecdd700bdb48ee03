-- Messages of a day, of all relays whose rows are on this shard.
-- In:  {sums_from}, {sums_until}  sums_from <= day < sums_until
-- Out: day (whole days since 1970-01-01 UTC), then as in table day_message
SELECT toUInt16(day) AS number, direction, domain, sum(messages),
       sum(with_attachments), sum(deliveries), sum(deliveries_with_attachments),
       sum(wire_bytes)
  FROM day_message FINAL
 WHERE number >= {sums_from} AND number < {sums_until}
 GROUP BY number, direction, domain
 ORDER BY number, direction, domain
