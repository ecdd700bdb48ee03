-- Delete old messages, whose sightings are gone.
-- In:  :after, :until  ids: after the first, up to the second
--      :day  messages before it are old
-- Out: nothing
DELETE FROM message WHERE id > :after AND id <= :until AND day < :day;
