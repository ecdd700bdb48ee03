-- Contents of this shard that were seen in a range of days.
-- In:  {from_day}, {until_day}  from_day <= day < until_day
--      {first_day}  the first day of all attachments: also those of it
--      {from}, {to}  the first and the last fingerprint of the piece
-- Out: fingerprint (32 hexadecimal digits), size_bytes, family (of the first
--      sighting), first_day, last_day, last_own_day (0: never), senders
-- Units: *_day whole days since 1970-01-01 UTC
SELECT hex(fingerprint), any(size_bytes) AS bytes,
       argMin(if(ordinal = 0, content_family, family),
              (day, relay, sequence, ordinal)) AS kind,
       toUInt16(min(day)) AS seen, toUInt16(max(day)) AS last,
       max(if(local + sent > 0, toUInt16(day), toUInt16(0))) AS own,
       max(senders) AS behind
  FROM sighting
 WHERE digested = 1
   AND key_id != toFixedString('', 8) -- what stands in for one has none
   AND fingerprint >= {from} AND fingerprint <= {to}
   AND fingerprint IN (SELECT fingerprint FROM sighting
                        WHERE fingerprint >= {from} AND fingerprint <= {to}
                          AND ((toUInt16(day) >= {from_day}
                                AND toUInt16(day) < {until_day})
                               OR toUInt16(day) = {first_day}))
 GROUP BY fingerprint
 ORDER BY fingerprint
