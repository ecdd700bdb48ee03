-- What was last sent of a day, by a state of version 1.
-- In:  :day
-- Out: digest, version (0: not known); no row: nothing
SELECT digest, 0 AS version FROM day WHERE day = :day;
