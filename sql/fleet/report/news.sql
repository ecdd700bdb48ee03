-- What is new on a day, of the contents of this shard: seen for the first time,
-- or after so long that it counts as new again.  Of rows of a day the one of the
-- lowest (relay, sequence, ordinal) has it.  A row that was sent twice is of the
-- same day as itself, so nothing has to be merged here.
-- It is not told apart here which files a store with single instances takes: no
-- report asks for new contents by that (news_sis.sql tells of its files).
-- In:  {exact_day}  days before it are told by the relays themselves
--      {inline}, {logo_bytes}  the class and size of logos
--      {detail_days}  a content not seen for longer is new
--      {scope}  a condition: which sightings see it
-- Out: day (whole days since 1970-01-01 UTC), direction, domain, family, class,
--      sis, digested, logo, contents, bytes (a container has none of its own:
--      they are those of the contents inside it, and its framing)
SELECT toUInt16(first.1) AS number, first.5 AS direction, first.6 AS domain,
       first.7 AS family, first.8 AS class, 0 AS sis, 1 AS digested,
       first.9 AS logo, count() AS contents, sum(first.10) AS bytes
  FROM (SELECT arrayJoin(arrayFilter(
                   (row, before) -> row.1 - before > {detail_days}, rows,
                   arrayConcat([toInt32(-100000)],
                               arrayPopBack(arrayMap(row -> row.1, rows)))))
                   AS first
          FROM (SELECT arraySort(groupArray(
                           (toInt32(toUInt16(day)), relay, sequence, ordinal,
                            direction, toString(domain), content_family, class,
                            toUInt8(class = {inline} AND size_bytes < {logo_bytes}
                                    AND ordinal = 0 AND parts = 0),
                            if(ordinal = 0 AND parts > 0, toUInt64(0),
                               size_bytes)))) AS rows
                  FROM sighting
                 WHERE digested = 1 AND {scope}
                 GROUP BY fingerprint))
 WHERE number >= {exact_day}
 GROUP BY number, direction, domain, family, class, sis, digested, logo
 ORDER BY number, direction, domain, family, class, sis, digested, logo
