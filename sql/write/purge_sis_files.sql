-- Delete old files of a single-instance store.
-- In:  :after, :until  ids of contents: after the first, up to the second
--      :day  last seen before it: old
-- Out: nothing
DELETE FROM sis_file
 WHERE content > :after AND content <= :until AND last_day < :day;
