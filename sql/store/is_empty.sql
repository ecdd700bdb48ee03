-- Is there no content at all?
-- In:  nothing
-- Out: empty (1 or 0)
SELECT NOT EXISTS (SELECT 1 FROM content) AS empty;
