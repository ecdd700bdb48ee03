-- What stands in for contents that relays have forgotten.  The part {standing} of
-- other statements, too.
-- In:  nothing
-- Out: fingerprint, relay, gone (rows up to that sequence), known (the
--      fingerprint that these rows go on under)
SELECT fingerprint, relay, max(until_sequence) AS gone,
       argMin(other, (told, other)) AS known
  FROM stand_in
 GROUP BY fingerprint, relay
