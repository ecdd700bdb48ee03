-- Have rows of forgotten contents go on under what stands in for these, with
-- what new contents and their bytes are counted by, and nothing else.  They are
-- under no key, as no other row is.
-- In:  {standing}  query/standing.sql
-- Out: nothing; a row that went on before does so again as the same one
INSERT INTO sighting (
    fingerprint, relay, sequence, ordinal, day, direction, domain, local,
    continuation, digested, parts, type, class, content_family, size_bytes,
    stored_bytes, layout
)
SELECT known, relay, sequence, ordinal, day, direction, domain,
       toUInt64(local + sent > 0), continuation, digested, parts, type, class,
       content_family, size_bytes, stored_bytes, layout
  FROM (SELECT fingerprint, relay, sequence, ordinal, day, direction, domain,
               local, sent, continuation, digested, parts, type, class,
               content_family, size_bytes, stored_bytes, layout
          FROM sighting
         WHERE fingerprint IN (SELECT fingerprint FROM stand_in)) AS seen
   ANY LEFT JOIN ({standing}) AS noted
 USING (fingerprint, relay)
 WHERE sequence <= gone
