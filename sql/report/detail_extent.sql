-- How far the detail goes.
-- In:  :from_day, :until_day  from_day <= day < until_day, for messages_own
-- Out: first_day (of all detail; NULL: there is none), messages_own (with
--      attachments and a copy of ours, continuations left out), last_content
--      (the highest id of a content; NULL: there is none)
SELECT min(day) AS first_day,
       count(*) FILTER (WHERE day >= :from_day AND day < :until_day
                          AND continuation = 0 AND local + sent > 0)
           AS messages_own,
       (SELECT max(id) FROM content) AS last_content
  FROM message;
