-- What a relay predicts that the own mailboxes hold of each content, ordered by
-- fingerprint: of the detail, whole.
-- In:  :classes         set of 1 << class; 0: all
--      :delivery_limit  recipients a delivery
-- Out: fingerprint; size_bytes; first_day, last_day; by copies (local and Sent) and by
--      files, if a delivery to many were linked: their number, stored_bytes
SELECT content.fingerprint, content.size_bytes, min(message.day), max(message.day),
       sum(local + sent), sum(stored_bytes * (local + sent)),
       sum((local + :delivery_limit - 1) / :delivery_limit + sent),
       sum(stored_bytes
           * ((local + :delivery_limit - 1) / :delivery_limit + sent))
  FROM sighting
       JOIN message ON message.id = sighting.message
       JOIN content ON content.id = sighting.content
 WHERE local + sent > 0
   AND (:classes = 0 OR (:classes >> class) & 1)
 GROUP BY content.fingerprint
 ORDER BY content.fingerprint;
