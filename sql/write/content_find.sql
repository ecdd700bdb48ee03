-- What is known of a content.
-- In:  :fingerprint
-- Out: id, family, last_day, last_own_day (NULL: never own)
SELECT id, family, last_day, last_own_day
  FROM content
 WHERE fingerprint = :fingerprint;
