-- Delete what is inside a sighting.
-- In:  :sequence
-- Out: nothing
DELETE FROM sighting_part WHERE sighting = :sequence;
