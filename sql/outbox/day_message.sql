-- Messages of a day, as they are shipped.
-- In:  :day
-- Out: direction, domain (its name), messages, with_attachments, deliveries,
--      deliveries_with_attachments, wire_bytes
SELECT m.direction, d.name, m.messages, m.with_attachments, m.deliveries,
       m.deliveries_with_attachments, m.wire_bytes
  FROM day_message m JOIN domain d ON d.id = m.domain
 WHERE m.day = :day
 ORDER BY m.direction, m.domain;
