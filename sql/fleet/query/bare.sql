-- What relays have forgotten that nothing stands in for yet.
-- In:  nothing
-- Out: fingerprint, relay (hexadecimal), until_sequence, other (what stands in
--      for the content where it was forgotten before; zeros: nothing); rows of a
--      content one after the other
SELECT hex(fingerprint), hex(relay), until_sequence, hex(known)
  FROM (SELECT DISTINCT fingerprint, relay, until_sequence
          FROM forgotten
         WHERE (fingerprint, relay, until_sequence) NOT IN
               (SELECT fingerprint, relay, until_sequence FROM stand_in))
       AS bare
   ANY LEFT JOIN (SELECT fingerprint, argMin(other, (told, other)) AS known
                    FROM stand_in GROUP BY fingerprint) AS standing
 USING (fingerprint)
 ORDER BY fingerprint
