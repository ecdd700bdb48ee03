-- Messages of a period, those without attachments among them.
-- In:  :from_day, :until_day  from_day <= day < until_day
--      :directions  set of 1 << number; 0: all
-- Out: messages, with_attachments, deliveries, deliveries_with_attachments,
--      wire_bytes, first_day, last_day (0 if there is no row)
SELECT coalesce(sum(messages), 0) AS messages,
       coalesce(sum(with_attachments), 0) AS with_attachments,
       coalesce(sum(deliveries), 0) AS deliveries,
       coalesce(sum(deliveries_with_attachments), 0)
           AS deliveries_with_attachments,
       coalesce(sum(wire_bytes), 0) AS wire_bytes,
       coalesce(min(day), 0) AS first_day,
       coalesce(max(day), 0) AS last_day
  FROM day_message
 WHERE day >= :from_day AND day < :until_day
   AND (:directions = 0 OR (:directions >> direction) & 1);
