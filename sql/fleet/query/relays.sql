-- The names that a relay's rows go under.
-- In:  {origin}  its id in its database
-- Out: relay (hexadecimal), first_sequence, first_day (a number); the oldest
--      first, which was last told of before the others
SELECT hex(relay), first_sequence, toUInt16(first_day)
  FROM relay FINAL
 WHERE origin = {origin}
 ORDER BY version, first_sequence
