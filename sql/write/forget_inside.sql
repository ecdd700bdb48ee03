-- Delete a content from inside a sighting.
-- In:  :sequence, :content  id
-- Out: nothing
DELETE FROM sighting_part WHERE sighting = :sequence AND content = :content;
