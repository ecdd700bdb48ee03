-- Contents that are held, ordered by fingerprint; first, with none, all that
-- has no digest.
-- In:  :classes  set of 1 << class; 0: all
-- Out: fingerprint, mailboxes; then by names and by files: the number of
--      attachments, size_bytes, stored_bytes of them
SELECT fingerprint,
       count(DISTINCT place.mailbox),
       count(*), sum(size_bytes), sum(stored_bytes),
       sum(first), sum(size_bytes * first), sum(stored_bytes * first)
  FROM instance JOIN place ON place.file = instance.file
 WHERE :classes = 0 OR (:classes >> class) & 1
 GROUP BY fingerprint
 ORDER BY fingerprint;
