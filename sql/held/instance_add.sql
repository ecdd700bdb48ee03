-- An attachment in a message in a file.
-- In:  :file, :fingerprint (NULL: no digest), :class, :sis, :layout,
--      :size_bytes, :stored_bytes
-- Out: nothing
INSERT INTO instance (file, fingerprint, class, sis, layout, size_bytes,
                      stored_bytes)
VALUES (:file, :fingerprint, :class, :sis, :layout, :size_bytes, :stored_bytes);
