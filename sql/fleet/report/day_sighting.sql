-- Sums of a day over sightings, of all relays whose rows are on this shard.
-- What is new is each relay's own knowledge, which adds up to too much where
-- two relays saw one content: it counts only on days before those of which all
-- attachments are here.
-- In:  {exact_day}  the first one of these, whole days since 1970-01-01 UTC
--      {sums_from}, {sums_until}  sums_from <= day < sums_until
-- Out: day (whole days since 1970-01-01 UTC), then as in table day_sighting
SELECT toUInt16(day) AS number, direction, domain, family, class, sis, digested,
       logo, sum(sightings), sum(sightings_own), sum(copies_local),
       sum(copies_external), sum(copies_sent), sum(copies_lmtp),
       sum(copies_cyrus), sum(size_bytes), sum(stored_bytes), sum(wire_bytes),
       sum(size_own_bytes), sum(stored_own_bytes), sum(wire_own_bytes),
       sum(size_linked_bytes), sum(size_local_bytes), sum(size_external_bytes),
       sum(size_sent_bytes), sum(size_lmtp_bytes), sum(size_cyrus_bytes),
       sum(stored_local_bytes), sum(stored_external_bytes),
       sum(stored_sent_bytes), sum(stored_lmtp_bytes), sum(stored_cyrus_bytes),
       sum(wire_local_bytes), sum(wire_external_bytes), sum(wire_sent_bytes),
       sum(size_hops_bytes),
       sum(if(number < {exact_day}, new_all_contents, toUInt64(0))),
       sum(if(number < {exact_day}, new_all_bytes, toUInt64(0))),
       sum(if(number < {exact_day}, new_own_contents, toUInt64(0))),
       sum(if(number < {exact_day}, new_own_bytes, toUInt64(0))),
       sum(if(number < {exact_day}, new_sis_contents, toUInt64(0))),
       sum(if(number < {exact_day}, new_sis_size_bytes, toUInt64(0))),
       sum(if(number < {exact_day}, new_sis_bytes, toUInt64(0)))
  FROM day_sighting FINAL
 WHERE number >= {sums_from} AND number < {sums_until}
 GROUP BY number, direction, domain, family, class, sis, digested, logo
 ORDER BY number, direction, domain, family, class, sis, digested, logo
