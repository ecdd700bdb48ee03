-- Delete a sighting, whose parts are gone.
-- In:  :sequence
-- Out: nothing
DELETE FROM sighting WHERE sequence = :sequence;
