-- What is known of a content.
-- In:  :fingerprint
-- Out: id, size_bytes, family, first_day, last_day, last_own_day (NULL: never
--      in a mailbox of ours)
SELECT id, size_bytes, family, first_day, last_day, last_own_day
  FROM content
 WHERE fingerprint = :fingerprint;
