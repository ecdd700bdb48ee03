-- An attachment in a message of another relay, if it is not there yet.
-- In:  :sequence, :message, :content (NULL: no digest), :type, :class, :family,
--      :encoding, :disposition, :has_name, :has_content_id, :size_bytes,
--      :stored_bytes, :wire_bytes, :layout
-- Out: nothing
INSERT INTO sighting (sequence, message, content, type, class, family, encoding,
                      disposition, has_name, has_content_id, size_bytes,
                      stored_bytes, wire_bytes, layout)
VALUES (:sequence, :message, :content, :type, :class, :family, :encoding,
        :disposition, :has_name, :has_content_id, :size_bytes, :stored_bytes,
        :wire_bytes, :layout)
    ON CONFLICT DO NOTHING;
