-- Sums of a month's days over a piece of it, as those of month 0 until all of its
-- pieces are there.
-- In:  {run}; {month}; {from}, {to}  the first and the last fingerprint
-- Out: nothing
INSERT INTO rollup_day_next_{run} (
    month, day, direction, domain, family, class, sightings, copies_local,
    copies_external, copies_sent, size_bytes, stored_bytes, wire_bytes,
    stored_local_bytes, stored_external_bytes, stored_sent_bytes
)
SELECT toUInt32(0), day, direction, toString(domain) AS name,
       content_family, class,
       sum(if(continuation = 1, 0, 1)), sum(local), sum(external), sum(sent),
       sum(if(continuation = 1, toUInt64(0), size_bytes)),
       sum(if(continuation = 1, toUInt64(0), stored_bytes)),
       sum(if(continuation = 1, toUInt64(0), wire_bytes)),
       sum(stored_bytes * local), sum(stored_bytes * external),
       sum(stored_bytes * sent)
  FROM (SELECT *
          FROM sighting FINAL
         WHERE ordinal = 0 AND toYYYYMM(day) = {month}
           AND key_id != toFixedString('', 8) -- stands in for one
           AND fingerprint >= {from} AND fingerprint <= {to}) AS seen
   ANY LEFT JOIN (SELECT fingerprint, relay, max(until_sequence) AS gone
                    FROM forgotten
                   WHERE fingerprint >= {from} AND fingerprint <= {to}
                   GROUP BY fingerprint, relay) AS noted
 USING (fingerprint, relay)
 WHERE sequence > gone
 GROUP BY day, direction, name, content_family, class
