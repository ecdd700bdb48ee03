-- It sees which of its rows arrived, and nothing of what they tell.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT(fingerprint, relay, sequence, ordinal) ON {database}.sighting TO {writer}
