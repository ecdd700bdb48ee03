-- Attachments as they are shipped.
-- In:  :after, :until  sequences: after the first, up to the second
-- Out: sequence, message, day, direction, domain (its name), local_given,
--      local, external, sent, hops, continuation, epoch (of the relay),
--      key_epoch (of the key), fingerprint (NULL: none), content_family,
--      senders, type, class, family, encoding, disposition, has_name,
--      has_content_id, size_bytes, stored_bytes, wire_bytes, layout; in their
--      order
SELECT s.sequence, s.message, m.day, m.direction, d.name, m.local_given,
       m.local, m.external, m.sent, m.hops, m.continuation, s.epoch,
       coalesce(c.epoch, s.epoch) AS key_epoch, c.fingerprint,
       coalesce(c.family, s.family) AS content_family,
       coalesce(c.senders, 0) AS senders, s.type, s.class, s.family,
       s.encoding, s.disposition, s.has_name, s.has_content_id, s.size_bytes,
       s.stored_bytes, s.wire_bytes, s.layout
  FROM sighting s
  JOIN message m ON m.id = s.message
  JOIN domain d ON d.id = m.domain
  LEFT JOIN content c ON c.id = s.content
 WHERE s.sequence > :after AND s.sequence <= :until
 ORDER BY s.sequence;
