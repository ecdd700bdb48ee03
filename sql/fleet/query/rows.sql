-- Which rows are here of a relay.
-- In:  {relay}, {first}, {last}  sequences, both included
-- Out: sequence, ordinal, the first four bytes of the fingerprint as a number;
--      in order
SELECT sequence, ordinal,
       reinterpretAsUInt32(substring(fingerprint, 1, 4)) AS head
  FROM sighting FINAL
 WHERE relay = {relay} AND sequence >= {first} AND sequence <= {last}
 ORDER BY sequence, ordinal, head
