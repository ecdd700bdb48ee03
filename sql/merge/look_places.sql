-- How far an input got: in each of its spools, and in mail that came without
-- one, of which the newest day and its messages tell.  A merged one has none.
-- In:  :input  its number
-- Out: nothing
INSERT INTO temp.look_place (input, incarnation, segment, "offset", sequence)
SELECT :input, p.incarnation, p.segment, p."offset",
       coalesce((SELECT seq FROM input.sqlite_sequence
                  WHERE name = 'sighting'), 0)
  FROM (SELECT incarnation, segment, "offset" FROM input.ingest
         UNION ALL
        SELECT x'', coalesce(max(day), 0), coalesce(sum(messages), 0)
          FROM input.day_message
         WHERE day = (SELECT max(day) FROM input.day_message)) AS p
 WHERE (SELECT is_merged FROM input.meta) = 0;
