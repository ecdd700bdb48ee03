-- The bytes of containers that are in no content inside them, which are new in
-- each sighting: those of containers on this shard, less those of contents
-- inside containers, which may be on another one.
-- In:  {exact_day}  days before it are told by the relays themselves
-- Out: day (whole days since 1970-01-01 UTC), direction, domain, family, class,
--      sis, digested, logo, all_bytes, own_bytes (with a copy of ours)
SELECT toUInt16(day) AS number, direction, toString(domain) AS name,
       content_family, class, 0 AS sis, digested, 0 AS logo,
       sum(if(continuation = 1, toInt64(0),
              if(ordinal = 0, toInt64(size_bytes), -toInt64(size_bytes))))
           AS all_bytes,
       sum(if(continuation = 1 OR local + sent = 0, toInt64(0),
              if(ordinal = 0, toInt64(size_bytes), -toInt64(size_bytes))))
           AS own_bytes
  FROM sighting FINAL
 WHERE (parts > 0 OR ordinal > 0) AND digested = 1 AND toUInt16(day) >= {exact_day}
 GROUP BY number, direction, name, content_family, class, sis, digested, logo
 ORDER BY number, direction, name, content_family, class, sis, digested, logo
