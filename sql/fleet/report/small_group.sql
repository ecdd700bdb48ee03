-- The most senders that one relay knows behind a combination of a day.  Who
-- sends by two relays is not known here: it may be more, so rather too little is
-- shown.
-- In:  {sums_from}, {sums_until}  sums_from <= day < sums_until
-- Out: day (whole days since 1970-01-01 UTC), dimension, direction, domain,
--      family, class, logo, senders
SELECT toUInt16(day) AS number, dimension, direction, domain, family, class,
       logo, max(senders)
  FROM small_group FINAL
 WHERE number >= {sums_from} AND number < {sums_until}
 GROUP BY number, dimension, direction, domain, family, class, logo
 ORDER BY number, dimension, direction, domain, family, class, logo
