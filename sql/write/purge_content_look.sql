-- The next contents, and how many of them, and of their files, are old.
-- In:  :after  id, :most  contents, :day  last seen before it: old
-- Out: until  the last id among them, old, looked  0: there are no more
WITH some AS (
    SELECT id, last_day FROM content WHERE id > :after ORDER BY id LIMIT :most
)
SELECT max(id) AS until,
       coalesce(sum(last_day < :day), 0)
           + (SELECT count(*)
                FROM sis_file
               WHERE content > :after
                 AND content <= (SELECT max(id) FROM some)
                 AND last_day < :day) AS old,
       count(*) AS looked
  FROM some;
