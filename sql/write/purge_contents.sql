-- Delete old contents, whose sightings and files are gone.
-- In:  :after, :until  ids: after the first, up to the second
--      :day  last seen before it: old
-- Out: nothing
DELETE FROM content WHERE id > :after AND id <= :until AND last_day < :day;
