-- Messages of days are added up.
-- In:  :input
-- Out: nothing
INSERT INTO main.day_message
SELECT i.day, i.direction, d.new_id, i.messages, i.with_attachments,
       i.deliveries, i.deliveries_with_attachments, i.wire_bytes
  FROM input.day_message i
  JOIN temp.domain_of d ON d.input = :input AND d.id = i.domain
 WHERE true
    ON CONFLICT (day, direction, domain) DO UPDATE
   SET messages = messages + excluded.messages,
       with_attachments = with_attachments + excluded.with_attachments,
       deliveries = deliveries + excluded.deliveries,
       deliveries_with_attachments = deliveries_with_attachments
           + excluded.deliveries_with_attachments,
       wire_bytes = wire_bytes + excluded.wire_bytes;
