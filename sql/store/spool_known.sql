-- Has this database taken in records of a spool, or of none at all yet?
-- In:  :incarnation
-- Out: known (1 or 0)
SELECT EXISTS (SELECT 1 FROM ingest WHERE incarnation = :incarnation)
       OR NOT EXISTS (SELECT 1 FROM ingest) AS known;
