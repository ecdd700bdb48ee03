-- The database is one of several relays.
-- In:  :bound_until_day  what is new on days before it is an upper bound; NULL:
--      on none
-- Out: nothing
UPDATE meta SET is_merged = 1, bound_until_day = :bound_until_day;
