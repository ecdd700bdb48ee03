-- What was last sent of a day.
-- In:  :day
-- Out: digest; no row: nothing
SELECT digest FROM day WHERE day = :day;
