-- The last sequence that was given, also to a row that is gone.
-- In:  nothing
-- Out: sequence (0: none)
SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'sighting'), 0)
       AS sequence;
