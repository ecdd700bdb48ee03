-- What a store with single instances would take apart (Dovecot 2.3, "sis"), and
-- what it would keep of it: each content once, decoded, for each layout that it
-- can rebuild, else as it stands.
-- In:  :classes  set of 1 << class; 0: all
-- Out: attachments, stored_bytes now, files then, bytes then
SELECT coalesce(sum(attachments), 0), coalesce(sum(now_bytes), 0), count(*),
       coalesce(sum(then_bytes), 0)
  FROM (SELECT count(*) AS attachments,
               sum(stored_bytes) AS now_bytes,
               max(CASE layout WHEN 0 THEN size_bytes ELSE stored_bytes END)
                   AS then_bytes
          FROM instance
         WHERE sis AND fingerprint IS NOT NULL
           AND (:classes = 0 OR (:classes >> class) & 1)
         GROUP BY fingerprint, layout);
