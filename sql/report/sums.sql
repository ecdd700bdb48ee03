-- Sums over sightings of a period, whole or by one or two dimensions, and how
-- many different senders are behind each group.
-- In:  :from_day, :until_day  from_day <= day < until_day
--      :classes, :directions  sets of 1 << number; 0: all
--      :by, :then_by  0 nothing, 1 day, 2 direction, 3 domain, 4 family,
--                     5 class, 6 bucket: the class, but logos apart; 7 week,
--                     8 month, 9 year
--      :dimensions  the combination of table small_group that tells of the
--                   senders; 0: none does
--      :sent  thousandths of the Sent copies that are kept
--      :compression  thousandths of its bytes that a compressed store needs
-- Out: first, second (the numbers of the group: of a week, month or year its
--      first day, -1 for logos), first_domain, second_domain (names, NULL if
--      it is none), senders (NULL: none counted), then as in table
--      day_sighting, then the
--      bytes of sightings without a digest: times copies (all, own, own by
--      LMTP, own in Cyrus), once a sighting (all, own); then of own copies: as
--      a compressed store keeps them (all, those without a digest), and those
--      a single-instance store takes apart (stored, size, size once a
--      sighting); ordered by first, second.  Scaled sums are rounded down in
--      each row of the table, so that they add up over any dimension of it.
-- The expressions of first and second are the same for both tables, but that
-- small_group has all its dimensions in one number.
WITH kept AS (
    SELECT day, direction, domain, family, class, sis, digested, logo,
           sightings, sightings_own, copies_local, copies_external,
           copies_sent, copies_lmtp, copies_cyrus, size_bytes, stored_bytes,
           wire_bytes, size_own_bytes, stored_own_bytes, wire_own_bytes,
           size_linked_bytes, size_local_bytes, size_external_bytes,
           size_lmtp_bytes, size_cyrus_bytes, stored_local_bytes,
           stored_external_bytes, stored_lmtp_bytes, stored_cyrus_bytes,
           wire_local_bytes, wire_external_bytes, size_hops_bytes,
           new_all_contents, new_all_bytes, new_own_contents, new_own_bytes,
           new_sis_contents, new_sis_size_bytes, new_sis_bytes,
           size_sent_bytes / 1000 * :sent
               + size_sent_bytes % 1000 * :sent / 1000 AS size_sent_bytes,
           stored_sent_bytes / 1000 * :sent
               + stored_sent_bytes % 1000 * :sent / 1000 AS stored_sent_bytes,
           wire_sent_bytes / 1000 * :sent
               + wire_sent_bytes % 1000 * :sent / 1000 AS wire_sent_bytes
      FROM day_sighting
     WHERE day >= :from_day AND day < :until_day
       AND (:classes = 0 OR (:classes >> class) & 1)
       AND (:directions = 0 OR (:directions >> direction) & 1)
), packed AS (
    SELECT *,
           (stored_local_bytes + stored_sent_bytes) / 1000 * :compression
           + (stored_local_bytes + stored_sent_bytes) % 1000 * :compression
             / 1000 AS packed_bytes
      FROM kept
), sums AS (
    SELECT CASE :by WHEN 1 THEN day WHEN 2 THEN direction
                WHEN 3 THEN domain WHEN 4 THEN family WHEN 5 THEN class
                WHEN 6 THEN CASE logo WHEN 1 THEN -1 ELSE class END
                WHEN 7 THEN day - (day + 3) % 7
                WHEN 8 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of month') / 86400
                WHEN 9 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of year') / 86400
                ELSE 0 END AS first,
           CASE :then_by WHEN 1 THEN day WHEN 2 THEN direction
                WHEN 3 THEN domain WHEN 4 THEN family WHEN 5 THEN class
                WHEN 6 THEN CASE logo WHEN 1 THEN -1 ELSE class END
                WHEN 7 THEN day - (day + 3) % 7
                WHEN 8 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of month') / 86400
                WHEN 9 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of year') / 86400
                ELSE 0 END AS second,
           sum(sightings) AS sightings,
           sum(sightings_own) AS sightings_own,
           sum(copies_local) AS copies_local,
           sum(copies_external) AS copies_external,
           sum(copies_sent) AS copies_sent,
           sum(copies_lmtp) AS copies_lmtp,
           sum(copies_cyrus) AS copies_cyrus,
           sum(size_bytes) AS size_bytes,
           sum(stored_bytes) AS stored_bytes,
           sum(wire_bytes) AS wire_bytes,
           sum(size_own_bytes) AS size_own_bytes,
           sum(stored_own_bytes) AS stored_own_bytes,
           sum(wire_own_bytes) AS wire_own_bytes,
           sum(size_linked_bytes) AS size_linked_bytes,
           sum(size_local_bytes) AS size_local_bytes,
           sum(size_external_bytes) AS size_external_bytes,
           sum(size_sent_bytes) AS size_sent_bytes,
           sum(size_lmtp_bytes) AS size_lmtp_bytes,
           sum(size_cyrus_bytes) AS size_cyrus_bytes,
           sum(stored_local_bytes) AS stored_local_bytes,
           sum(stored_external_bytes) AS stored_external_bytes,
           sum(stored_sent_bytes) AS stored_sent_bytes,
           sum(stored_lmtp_bytes) AS stored_lmtp_bytes,
           sum(stored_cyrus_bytes) AS stored_cyrus_bytes,
           sum(wire_local_bytes) AS wire_local_bytes,
           sum(wire_external_bytes) AS wire_external_bytes,
           sum(wire_sent_bytes) AS wire_sent_bytes,
           sum(size_hops_bytes) AS size_hops_bytes,
           sum(new_all_contents) AS new_all_contents,
           sum(new_all_bytes) AS new_all_bytes,
           sum(new_own_contents) AS new_own_contents,
           sum(new_own_bytes) AS new_own_bytes,
           sum(new_sis_contents) AS new_sis_contents,
           sum(new_sis_size_bytes) AS new_sis_size_bytes,
           sum(new_sis_bytes) AS new_sis_bytes,
           sum((1 - digested) * (size_local_bytes + size_sent_bytes
                                 + size_external_bytes))
               AS undigested_all_bytes,
           sum((1 - digested) * (size_local_bytes + size_sent_bytes))
               AS undigested_own_bytes,
           sum((1 - digested) * (size_lmtp_bytes + size_sent_bytes))
               AS undigested_lmtp_bytes,
           sum((1 - digested) * (size_cyrus_bytes + size_sent_bytes))
               AS undigested_cyrus_bytes,
           sum((1 - digested) * size_bytes) AS undigested_once_bytes,
           sum((1 - digested) * size_own_bytes) AS undigested_once_own_bytes,
           sum(packed_bytes) AS packed_own_bytes,
           sum((1 - digested) * packed_bytes) AS packed_undigested_bytes,
           sum(sis * digested * (stored_local_bytes + stored_sent_bytes))
               AS sis_stored_bytes,
           sum(sis * digested * (size_local_bytes + size_sent_bytes))
               AS sis_size_bytes,
           sum(sis * digested * size_own_bytes) AS sis_once_bytes
      FROM packed
     GROUP BY first, second
), behind AS (
    SELECT CASE :by WHEN 1 THEN day WHEN 2 THEN value >> 4 & 15
                WHEN 3 THEN value >> 16 WHEN 4 THEN value >> 8 & 255 WHEN 5 THEN value & 7
                WHEN 6 THEN CASE value & 8 WHEN 0 THEN value & 7 ELSE -1 END
                WHEN 7 THEN day - (day + 3) % 7
                WHEN 8 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of month') / 86400
                WHEN 9 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of year') / 86400
                ELSE 0 END AS first,
           CASE :then_by WHEN 1 THEN day WHEN 2 THEN value >> 4 & 15
                WHEN 3 THEN value >> 16 WHEN 4 THEN value >> 8 & 255 WHEN 5 THEN value & 7
                WHEN 6 THEN CASE value & 8 WHEN 0 THEN value & 7 ELSE -1 END
                WHEN 7 THEN day - (day + 3) % 7
                WHEN 8 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of month') / 86400
                WHEN 9 THEN strftime('%s', day * 86400, 'unixepoch',
                                     'start of year') / 86400
                ELSE 0 END AS second,
           max(senders) AS senders
      FROM small_group
     WHERE dimension = :dimensions
       AND day >= :from_day AND day < :until_day
       AND (:classes = 0 OR (:classes >> (value & 7)) & 1)
       AND (:directions = 0 OR (:directions >> (value >> 4 & 15)) & 1)
     GROUP BY first, second
)
SELECT first, second,
       (SELECT name FROM domain WHERE :by = 3 AND id = first) AS first_domain,
       (SELECT name FROM domain WHERE :then_by = 3 AND id = second)
           AS second_domain,
       senders,
       sightings, sightings_own, copies_local, copies_external, copies_sent,
       copies_lmtp, copies_cyrus, size_bytes, stored_bytes, wire_bytes,
       size_own_bytes, stored_own_bytes, wire_own_bytes, size_linked_bytes,
       size_local_bytes, size_external_bytes, size_sent_bytes, size_lmtp_bytes,
       size_cyrus_bytes, stored_local_bytes, stored_external_bytes,
       stored_sent_bytes, stored_lmtp_bytes, stored_cyrus_bytes,
       wire_local_bytes, wire_external_bytes, wire_sent_bytes, size_hops_bytes,
       new_all_contents, new_all_bytes, new_own_contents, new_own_bytes,
       new_sis_contents, new_sis_size_bytes, new_sis_bytes,
       undigested_all_bytes, undigested_own_bytes, undigested_lmtp_bytes,
       undigested_cyrus_bytes, undigested_once_bytes,
       undigested_once_own_bytes, packed_own_bytes, packed_undigested_bytes,
       sis_stored_bytes, sis_size_bytes, sis_once_bytes
  FROM sums LEFT JOIN behind USING (first, second)
 ORDER BY first, second;
