-- Attachments of this shard in a range of days, but those that were forgotten.
-- A row that was sent twice may come twice.
-- In:  {from_day}, {until_day}  from_day <= day < until_day
--      {first_day}  the first day of all attachments: also those of it
--      {from}, {to}  the first and the last fingerprint of the piece
--      {ordinal}  a condition: attachments, or what is inside them
-- Out: fingerprint, relay (32 hexadecimal digits each), sequence, ordinal, day
--      (whole days since 1970-01-01 UTC), message, direction, domain,
--      local_given, local, external, sent, hops, continuation, digested, type,
--      class, family, encoding, disposition, has_name, has_content_id,
--      size_bytes, stored_bytes, wire_bytes, layout
SELECT hex(fingerprint), hex(relay), sequence, ordinal, toUInt16(day), message,
       direction, toString(domain), local_given, local, external, sent, hops,
       continuation, digested, type, class, content_family, encoding,
       disposition, has_name, has_content_id, size_bytes, stored_bytes,
       wire_bytes, layout
  FROM (SELECT * FROM sighting
         WHERE {ordinal}
           AND key_id != toFixedString('', 8) -- nor what stands in for them
           AND fingerprint >= {from} AND fingerprint <= {to}
           AND ((toUInt16(day) >= {from_day} AND toUInt16(day) < {until_day})
                OR toUInt16(day) = {first_day})) AS seen
   ANY LEFT JOIN (SELECT fingerprint, relay, max(until_sequence) AS gone
                    FROM forgotten GROUP BY fingerprint, relay) AS noted
 USING (fingerprint, relay)
 WHERE sequence > gone
 ORDER BY relay, sequence, ordinal
