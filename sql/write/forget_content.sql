-- Delete a content, whose sightings and files are gone.
-- In:  :content  id
-- Out: nothing
DELETE FROM content WHERE id = :content;
