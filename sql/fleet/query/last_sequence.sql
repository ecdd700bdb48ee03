-- The last sequence that is here.
-- In:  {relay}
-- Out: sequence (0: none)
SELECT max(sequence) FROM sighting WHERE relay = {relay}
