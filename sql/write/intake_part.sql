-- A content inside the attachment of a sighting that is there; else nothing.
-- In:  :sighting, :ordinal, :content, :size_bytes
-- Out: nothing
INSERT INTO sighting_part (sighting, ordinal, content, size_bytes)
SELECT :sighting, :ordinal, :content, :size_bytes
 WHERE EXISTS (SELECT 1 FROM sighting WHERE sequence = :sighting)
    ON CONFLICT DO NOTHING;
