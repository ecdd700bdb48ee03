-- Attachments as they are shipped.
-- In:  :after, :until  sequences: after the first, up to the second
-- Out: sequence, message, day, direction, domain (its name), local_given,
--      local, external, sent, hops, continuation, relay_id, key_id (both
--      hexadecimal), fingerprint (NULL: none), content_family, senders, type,
--      class, family, encoding, disposition, has_name, has_content_id,
--      size_bytes, stored_bytes, wire_bytes, layout; in their order
SELECT s.sequence, s.message, m.day, m.direction, d.name, m.local_given,
       m.local, m.external, m.sent, m.hops, m.continuation, e.relay_id,
       k.key_id, c.fingerprint, coalesce(c.family, s.family) AS content_family,
       coalesce(c.senders, 0) AS senders, s.type, s.class, s.family,
       s.encoding, s.disposition, s.has_name, s.has_content_id, s.size_bytes,
       s.stored_bytes, s.wire_bytes, s.layout
  FROM sighting s
  JOIN message m ON m.id = s.message
  JOIN domain d ON d.id = m.domain
  JOIN epoch e ON e.id = s.epoch
  LEFT JOIN content c ON c.id = s.content
  LEFT JOIN epoch k ON k.id = coalesce(c.epoch, s.epoch)
 WHERE s.sequence > :after AND s.sequence <= :until
 ORDER BY s.sequence;
