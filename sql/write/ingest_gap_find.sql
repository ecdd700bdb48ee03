-- Which gaps of a spool are counted already?
-- In:  :incarnation
-- Out: reason, messages; a row a reason
SELECT reason, messages FROM ingest_gap WHERE incarnation = :incarnation;
