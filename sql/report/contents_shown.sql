-- Contents that so many senders or more sent on one day, seen in a period.
-- In:  :senders
--      :from_day, :until_day  from_day <= day < until_day; a content that was
--      seen before and after, and not between, is told, too
-- Out: id, fingerprint, size_bytes, family, first_day, last_day
SELECT id, fingerprint, size_bytes, family, first_day, last_day
  FROM content
 WHERE senders >= :senders
   AND first_day < :until_day AND last_day >= :from_day
 ORDER BY id;
