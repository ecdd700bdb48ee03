-- What is known of a content; the index holds the first bytes alone.
-- In:  :fingerprint
-- Out: id, family, last_day, last_own_day (NULL: never own), first_day, senders
SELECT id, family, last_day, last_own_day, first_day, senders
  FROM content
 WHERE substr(fingerprint, 1, 8) = substr(:fingerprint, 1, 8)
   AND fingerprint = :fingerprint;
