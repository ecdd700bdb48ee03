-- The next sightings, up to the end of a message, and how many are old.
-- In:  :after  sequence, :most  at least that many of them are looked at
--      :day    messages before it are old
-- Out: until, message  the last sequence and message among them (NULL: none,
--      or one message has more than that), old, looked  0: there are no more
WITH some AS (
    SELECT sequence, message
      FROM sighting
     WHERE sequence > :after
     ORDER BY sequence
     LIMIT :most
), last AS (
    SELECT max(message) AS message, count(*) AS looked FROM some
)
SELECT max(some.sequence) AS until, max(some.message) AS message,
       coalesce(sum(message.day < :day), 0) AS old,
       (SELECT looked FROM last) AS looked
  FROM some
  JOIN last
  JOIN message ON message.id = some.message
 WHERE last.looked < :most OR some.message < last.message;
