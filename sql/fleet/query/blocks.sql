-- What is here of a relay, by blocks of its sequence, each row once.
-- In:  {relay}, {first}, {last}  sequences, both included; {block}  their number
-- Out: block, rows, sum of sequences, sum of ordinals, sum of the first four
--      bytes of fingerprints as numbers; in order
SELECT intDiv(sequence - 1, {block}) AS block, count(), sum(sequence),
       sum(ordinal), sum(reinterpretAsUInt32(substring(fingerprint, 1, 4)))
  FROM sighting FINAL
 WHERE relay = {relay} AND sequence >= {first} AND sequence <= {last}
 GROUP BY block
 ORDER BY block
