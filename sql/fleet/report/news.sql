-- What is new on a day, of the contents of this shard: seen for the first time,
-- or after so long that it counts as new again; by anybody, and with a copy of
-- ours.  Of rows of a day the one of the lowest (relay, sequence, ordinal) has
-- it.  A row that was sent twice is of the same day as itself, so nothing has to
-- be merged here.
-- Rows of a forgotten content are those of what stands in for it: the ones that
-- are still under its own fingerprint, and the ones that went on.
-- It is not told apart here which files a store with single instances takes: no
-- report asks for new contents by that (news_sis.sql tells of its files).
-- In:  {news_from}, {sums_until}  news_from <= day < sums_until
--      {inline}, {logo_bytes}  the class and size of logos
--      {detail_days}  a content not seen for longer is new
--      {from}, {to}  the first and the last fingerprint of the piece
--      {standing}  query/standing.sql
-- Out: day (whole days since 1970-01-01 UTC), direction, domain, family, class,
--      sis, digested, logo, all_contents, all_bytes, own_contents, own_bytes
--      (a container has no bytes of its own: they are those of the contents
--      inside it, and its framing)
SELECT toUInt16(row.1) AS number, row.5 AS direction, row.6 AS domain,
       row.7 AS family, row.8 AS class, 0 AS sis, 1 AS digested,
       row.9 AS logo, sum(1 - is_own) AS all_contents,
       sum(if(is_own = 1, toUInt64(0), row.10)) AS all_bytes,
       sum(is_own) AS own_contents,
       sum(if(is_own = 1, row.10, toUInt64(0))) AS own_bytes
  FROM (SELECT arraySort(groupArray(
                   (toInt32(toUInt16(day)), relay, sequence, ordinal, direction,
                    toString(domain), content_family, class,
                    toUInt8(class = {inline} AND size_bytes < {logo_bytes}
                            AND ordinal = 0 AND parts = 0),
                    if(ordinal = 0 AND parts > 0, toUInt64(0), size_bytes),
                    toUInt8(local + sent > 0)))) AS rows,
               arrayFilter(row -> row.11 = 1, rows) AS own,
               arrayFilter((row, before) -> row.1 - before > {detail_days}, rows,
                           arrayPopBack(arrayPushFront(rows.1, toInt32(-100000))))
                   AS new_all,
               arrayFilter((row, before) -> row.1 - before > {detail_days}, own,
                           arrayPopBack(arrayPushFront(own.1, toInt32(-100000))))
                   AS new_own
          FROM (SELECT fingerprint, relay, sequence, ordinal, day, direction,
                       domain, content_family, class, parts, size_bytes, local,
                       sent
                  FROM sighting
                 WHERE digested = 1
                   AND fingerprint >= {from} AND fingerprint <= {to}) AS seen
           ANY LEFT JOIN ({standing}) AS noted
         USING (fingerprint, relay)
         GROUP BY if(sequence > gone, fingerprint, known))
 ARRAY JOIN arrayConcat(new_all, new_own) AS row,
            arrayConcat(arrayMap(row -> 0, new_all),
                        arrayMap(row -> 1, new_own)) AS is_own
 WHERE number >= {news_from} AND number < {sums_until}
 GROUP BY number, direction, domain, family, class, sis, digested, logo
 ORDER BY number, direction, domain, family, class, sis, digested, logo
