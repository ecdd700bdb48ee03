-- How far the detail goes, as its first row tells.
-- In:  nothing
-- Out: first_day (of the message that came first; NULL: there is none),
--      last_content (the highest id of a content; NULL: there is none)
SELECT (SELECT day FROM message ORDER BY id LIMIT 1) AS first_day,
       (SELECT max(id) FROM content) AS last_content;
