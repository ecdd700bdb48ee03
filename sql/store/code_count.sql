-- How many numbers have a word?
-- In:  nothing
-- Out: codes
SELECT count(*) AS codes FROM code;
