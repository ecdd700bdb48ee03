-- How far was a spool taken in?
-- In:  :incarnation
-- Out: segment, offset
SELECT segment, "offset" FROM ingest WHERE incarnation = :incarnation;
