-- Add messages to their day.
-- In:  :day, :direction, :domain, :messages, :with_attachments, :deliveries,
--      :deliveries_with_attachments, :wire_bytes
-- Out: nothing
INSERT INTO day_message (day, direction, domain, messages, with_attachments,
                         deliveries, deliveries_with_attachments, wire_bytes)
VALUES (:day, :direction, :domain, :messages, :with_attachments, :deliveries,
        :deliveries_with_attachments, :wire_bytes)
    ON CONFLICT (day, direction, domain) DO UPDATE
   SET messages = messages + excluded.messages,
       with_attachments = with_attachments + excluded.with_attachments,
       deliveries = deliveries + excluded.deliveries,
       deliveries_with_attachments = deliveries_with_attachments
                                   + excluded.deliveries_with_attachments,
       wire_bytes = wire_bytes + excluded.wire_bytes;
