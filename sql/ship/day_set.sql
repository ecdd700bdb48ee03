-- This was sent of a day.
-- In:  :day, :digest
-- Out: nothing
INSERT OR REPLACE INTO day (day, digest) VALUES (:day, :digest);
