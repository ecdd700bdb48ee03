-- Build the sums of a month's days.
-- In:  {month}
-- Out: nothing
INSERT INTO rollup_day_next (
    month, day, direction, domain, family, class, sightings, copies_local,
    copies_external, copies_sent, size_bytes, stored_bytes, wire_bytes,
    stored_local_bytes, stored_external_bytes, stored_sent_bytes
)
SELECT toUInt32({month}), day, direction, toString(domain) AS name,
       content_family, class,
       sum(if(continuation = 1, 0, 1)), sum(local), sum(external), sum(sent),
       sum(if(continuation = 1, toUInt64(0), size_bytes)),
       sum(if(continuation = 1, toUInt64(0), stored_bytes)),
       sum(if(continuation = 1, toUInt64(0), wire_bytes)),
       sum(stored_bytes * local), sum(stored_bytes * external),
       sum(stored_bytes * sent)
  FROM (SELECT *
          FROM sighting FINAL
         WHERE ordinal = 0 AND toYYYYMM(day) = {month}) AS seen
   ANY LEFT JOIN (SELECT fingerprint, relay, max(until_sequence) AS gone
                    FROM forgotten GROUP BY fingerprint, relay) AS noted
 USING (fingerprint, relay)
 WHERE sequence > gone
 GROUP BY day, direction, name, content_family, class
