-- A piece of a month: the rows that there are, each once, without what was
-- forgotten.
-- In:  {month}; {from}, {to}  the first and the last fingerprint of the piece
-- Out: rows, digest (below 2^62, of their keys; those of pieces add up, modulo
--      2^62)
SELECT count(),
       sum(cityHash64(fingerprint, relay, sequence, ordinal))
           % 4611686018427387904
  FROM (SELECT fingerprint, relay, sequence, ordinal
          FROM sighting FINAL
         WHERE toYYYYMM(day) = {month}
           AND key_id != toFixedString('', 8) -- stands in for one
           AND fingerprint >= {from} AND fingerprint <= {to}) AS seen
   ANY LEFT JOIN (SELECT fingerprint, relay, max(until_sequence) AS gone
                    FROM forgotten
                   WHERE fingerprint >= {from} AND fingerprint <= {to}
                   GROUP BY fingerprint, relay) AS noted
 USING (fingerprint, relay)
 WHERE sequence > gone
