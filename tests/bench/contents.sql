-- Contents of the detail with what they take in our mailboxes, a row each, as
-- one statement: what report/pieces and report/top do, written another way.
-- In:  :from_day, :until_day  from_day <= day < until_day
--      :classes, :directions  sets of 1 << number; 0: all
-- Out: id, content (12 hexadecimal digits), senders, seen, recipients, copies,
--      delivered_bytes, unique_bytes, within_bytes, across_bytes,
--      encoding_bytes; the most avoidable first
WITH chosen AS (
    SELECT s.sequence, s.content, s.size_bytes, s.stored_bytes,
           m.local + m.sent AS copies, m.local + m.external AS recipients,
           m.continuation,
           (SELECT sum(size_bytes) FROM sighting_part
             WHERE sighting = s.sequence) AS inside_bytes
      FROM sighting s JOIN message m ON m.id = s.message
     WHERE s.content IS NOT NULL AND m.local + m.sent > 0
       AND m.day >= :from_day AND m.day < :until_day
       AND (:classes = 0 OR (:classes >> s.class) & 1)
       AND (:directions = 0 OR (:directions >> m.direction) & 1)
), pieces AS (
    SELECT sequence, content, size_bytes - coalesce(inside_bytes, 0) AS size,
           stored_bytes - coalesce(inside_bytes, 0) AS stored, copies,
           recipients, inside_bytes IS NOT NULL AS is_framing
      FROM chosen
     UNION ALL
    SELECT c.sequence, p.content, p.size_bytes, p.size_bytes, c.copies,
           c.recipients, 0
      FROM sighting_part p JOIN chosen c ON c.sequence = p.sighting
), met AS (
    SELECT content, min(sequence) AS sequence FROM pieces GROUP BY content
), firsts AS (
    SELECT c.sequence,
           c.continuation = 0 OR c.sequence = met.sequence AS is_first
      FROM chosen c JOIN met USING (content)
), sums AS (
    SELECT content, sum(is_first) AS seen, sum(recipients) AS recipients,
           sum(copies) AS copies, sum(stored * copies) AS delivered,
           CASE WHEN max(is_framing) THEN sum(size * is_first)
                ELSE max(size) END AS uniq,
           sum(size * copies) - sum(size * is_first) AS within,
           sum(size * is_first) AS once,
           sum((stored - size) * copies) AS encoding
      FROM pieces JOIN firsts USING (sequence)
     GROUP BY content
)
SELECT id, lower(hex(substr(fingerprint, 1, 6))) AS content, senders, seen,
       recipients, copies, delivered AS delivered_bytes, uniq AS unique_bytes,
       within AS within_bytes, once - uniq AS across_bytes,
       encoding AS encoding_bytes
  FROM sums JOIN content ON content.id = sums.content
 ORDER BY delivered - uniq DESC, fingerprint;
