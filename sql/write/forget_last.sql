-- The newest sighting.
-- In:  nothing
-- Out: sequence (0: there is none)
SELECT coalesce(max(sequence), 0) AS sequence FROM sighting;
