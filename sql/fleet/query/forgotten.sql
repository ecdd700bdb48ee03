-- What relays have forgotten.
-- In:  nothing
-- Out: fingerprint, relay (hexadecimal), until_sequence
SELECT DISTINCT lower(hex(fingerprint)), lower(hex(relay)), until_sequence
  FROM forgotten
