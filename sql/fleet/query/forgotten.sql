-- What relays have forgotten, where something stands in for it.
-- In:  nothing
-- Out: fingerprint, relay (hexadecimal), until_sequence
SELECT DISTINCT hex(fingerprint), hex(relay), until_sequence FROM stand_in
