-- What is known of a content; the index holds the first bytes alone.
-- In:  :fingerprint
-- Out: id, size_bytes, family, first_day, last_day, last_own_day (NULL: never
--      in a mailbox of ours)
SELECT id, size_bytes, family, first_day, last_day, last_own_day
  FROM content
 WHERE substr(fingerprint, 1, 8) = substr(:fingerprint, 1, 8)
   AND fingerprint = :fingerprint;
