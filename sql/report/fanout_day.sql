-- The most copies that one content had on a day, as far as the newest
-- attachments tell: the detail has no index by day.
-- In:  :day
--      :newest  how many attachments are looked at, of whatever day
--      :class  of the attachments that count
-- Out: copies (0: none)
SELECT coalesce(max(copies), 0) AS copies
  FROM (SELECT sum(m.local + m.external + m.sent) AS copies
          FROM sighting s CROSS JOIN message m ON m.id = s.message
         WHERE s.sequence > (SELECT max(sequence) FROM sighting) - :newest
           AND s.content IS NOT NULL
           AND s.class = :class
           AND m.day = :day
         GROUP BY s.content);
