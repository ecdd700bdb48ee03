-- This was sent of a day.
-- In:  :day, :digest, :version
-- Out: nothing
INSERT OR REPLACE INTO day (day, digest, version)
VALUES (:day, :digest, :version);
