-- Which rows are here of a relay.
-- In:  {relay}, {first}, {last}  sequences, both included
-- Out: sequence, ordinal; in order
SELECT sequence, ordinal
  FROM sighting FINAL
 WHERE relay = {relay} AND sequence >= {first} AND sequence <= {last}
 ORDER BY sequence, ordinal
