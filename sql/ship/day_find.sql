-- What was last sent of a day.
-- In:  :day
-- Out: digest, version; no row: nothing
SELECT digest, version FROM day WHERE day = :day;
