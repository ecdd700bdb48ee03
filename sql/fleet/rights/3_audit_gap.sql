-- It sees which of its days arrived, and nothing of what they tell.
-- In:  {database}, {writer}
-- Out: nothing
GRANT SELECT(relay, day, version) ON {database}.gap TO {writer}
