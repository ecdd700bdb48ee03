-- An attachment in a message in a file.
-- In:  :file, :content (NULL: no digest), :class, :sis, :layout, :size_bytes,
--      :stored_bytes
-- Out: nothing
INSERT INTO instance (file, content, class, sis, layout, size_bytes,
                      stored_bytes)
VALUES (:file, :content, :class, :sis, :layout, :size_bytes, :stored_bytes);
