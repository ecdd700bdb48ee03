-- Files that a store with single instances would see for the first time, or so
-- long after that they count as new again, of the contents of this shard; see
-- news.sql.
-- In:  {news_from}, {sums_until}  news_from <= day < sums_until
--      {inline}, {logo_bytes}  the class and size of logos
--      {sis_bytes}  what such a store takes apart, if it is no text
--      {detail_days}  a file not seen for longer is new
--      {from}, {to}  the first and the last fingerprint of the piece
--      {standing}  query/standing.sql
-- Out: day (whole days since 1970-01-01 UTC), direction, domain, family, class,
--      sis, digested, logo, contents, size_bytes (decoded), bytes (as such a
--      store keeps them)
SELECT toUInt16(first.1) AS number, first.4 AS direction, first.5 AS domain,
       first.6 AS family, first.7 AS class, 1 AS sis, 1 AS digested,
       first.8 AS logo, count() AS contents, sum(first.9) AS size_bytes,
       sum(first.10) AS bytes
  FROM (SELECT arrayJoin(arrayFilter(
                   (row, before) -> row.1 - before > {detail_days}, rows,
                   arrayConcat([toInt32(-100000)],
                               arrayPopBack(arrayMap(row -> row.1, rows)))))
                   AS first
          FROM (SELECT arraySort(groupArray(
                           (toInt32(toUInt16(day)), relay, sequence, direction,
                            toString(domain), content_family, class,
                            toUInt8(class = {inline} AND size_bytes < {logo_bytes}),
                            size_bytes,
                            if(layout = 0, size_bytes, stored_bytes)))) AS rows
                  FROM (SELECT fingerprint, relay, sequence, day, direction,
                               domain, content_family, class, size_bytes,
                               stored_bytes, layout
                          FROM sighting
                         WHERE digested = 1 AND ordinal = 0 AND local + sent > 0
                           AND stored_bytes >= {sis_bytes}
                           AND type NOT IN (SELECT number FROM code
                                             WHERE kind = 'type'
                                               AND name LIKE 'text/%')
                           AND fingerprint >= {from} AND fingerprint <= {to})
                       AS seen
                   ANY LEFT JOIN ({standing}) AS noted
                 USING (fingerprint, relay)
                 GROUP BY if(sequence > gone, fingerprint, known), layout))
 WHERE number >= {news_from} AND number < {sums_until}
 GROUP BY number, direction, domain, family, class, sis, digested, logo
 ORDER BY number, direction, domain, family, class, sis, digested, logo
