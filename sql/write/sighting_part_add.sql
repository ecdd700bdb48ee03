-- A content inside the attachment of a sighting.
-- In:  :sighting, :ordinal, :content, :size_bytes
-- Out: nothing
INSERT INTO sighting_part (sighting, ordinal, content, size_bytes)
VALUES (:sighting, :ordinal, :content, :size_bytes);
