-- What relays have forgotten.
-- In:  nothing
-- Out: fingerprint, relay (hexadecimal), until_sequence
SELECT DISTINCT hex(fingerprint), hex(relay), until_sequence FROM forgotten
