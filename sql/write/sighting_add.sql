-- An attachment in a message.
-- In:  :message, :content (NULL: no digest), :type, :class, :family,
--      :encoding, :disposition, :has_name, :has_content_id, :size_bytes,
--      :stored_bytes, :wire_bytes, :layout
-- Out: nothing
INSERT INTO sighting (message, content, type, class, family, encoding,
                      disposition, has_name, has_content_id, size_bytes,
                      stored_bytes, wire_bytes, layout, epoch)
VALUES (:message, :content, :type, :class, :family, :encoding, :disposition,
        :has_name, :has_content_id, :size_bytes, :stored_bytes, :wire_bytes,
        :layout, (SELECT max(id) FROM epoch));
