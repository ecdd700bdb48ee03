-- The bytes of containers that are in no content inside them, which are new in
-- each sighting: those of containers on this shard, less those of contents
-- inside containers, which may be on another one.  Grouped by the whole key, as
-- a row may have been sent twice: FINAL would merge all others, too.
-- Of forgotten contents see news.sql.
-- In:  {news_from}, {sums_until}  news_from <= day < sums_until
--      {from}, {to}  the first and the last fingerprint of the piece
--      {standing}  query/standing.sql
-- Out: day (whole days since 1970-01-01 UTC), direction, domain, family, class,
--      sis, digested, logo, all_bytes, own_bytes (with a copy of ours)
SELECT number, direction, name, content_family, class, 0 AS sis, 1 AS digested,
       0 AS logo, sum(bytes) AS all_bytes,
       sum(if(own = 1, bytes, toInt64(0))) AS own_bytes
  FROM (SELECT toUInt16(any(day)) AS number, any(direction) AS direction,
               any(toString(domain)) AS name,
               any(content_family) AS content_family, any(class) AS class,
               any(if(continuation = 1, toInt64(0),
                      if(ordinal = 0, toInt64(size_bytes),
                         -toInt64(size_bytes)))) AS bytes,
               any(toUInt8(local + sent > 0)) AS own
          FROM (SELECT fingerprint, relay, sequence, ordinal, day, direction,
                       domain, content_family, class, continuation, size_bytes,
                       local, sent
                  FROM sighting
                 WHERE (parts > 0 OR ordinal > 0) AND digested = 1
                   AND toUInt16(day) >= {news_from}
                   AND toUInt16(day) < {sums_until}
                   AND fingerprint >= {from} AND fingerprint <= {to}) AS seen
           ANY LEFT JOIN ({standing}) AS noted
         USING (fingerprint, relay)
         GROUP BY if(sequence > gone, fingerprint, known), relay, sequence,
                  ordinal)
 GROUP BY number, direction, name, content_family, class, sis, digested, logo
 ORDER BY number, direction, name, content_family, class, sis, digested, logo
