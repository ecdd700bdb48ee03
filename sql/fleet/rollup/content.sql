-- Build a piece of a month's contents.
-- In:  {run}; {month}; {from}, {to}  the first and the last fingerprint
-- Out: nothing
INSERT INTO rollup_content_next_{run} (
    month, fingerprint, size_bytes, family, first_day, last_day, sightings,
    copies_local, copies_external, copies_sent
)
SELECT toUInt32({month}), fingerprint,
       max(if(ordinal = 0 AND parts > 0, toUInt64(0), size_bytes)),
       argMin(if(ordinal = 0, content_family, family),
              (day, relay, sequence, ordinal)),
       min(day), max(day), sum(if(continuation = 1, 0, 1)), sum(local),
       sum(external), sum(sent)
  FROM (SELECT *
          FROM sighting FINAL
         WHERE digested = 1 AND toYYYYMM(day) = {month}
           AND key_id != toFixedString('', 8) -- stands in for one
           AND fingerprint >= {from} AND fingerprint <= {to}) AS seen
   ANY LEFT JOIN (SELECT fingerprint, relay, max(until_sequence) AS gone
                    FROM forgotten
                   WHERE fingerprint >= {from} AND fingerprint <= {to}
                   GROUP BY fingerprint, relay) AS noted
 USING (fingerprint, relay)
 WHERE sequence > gone
 GROUP BY fingerprint
