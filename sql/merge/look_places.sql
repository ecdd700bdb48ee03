-- How far its spools were taken in; a merged one has none.
-- In:  :input  its number
-- Out: nothing
INSERT INTO temp.look_place (input, incarnation, segment, "offset", sequence)
SELECT :input, incarnation, segment, "offset",
       coalesce((SELECT seq FROM input.sqlite_sequence
                  WHERE name = 'sighting'), 0)
  FROM input.ingest
 WHERE (SELECT is_merged FROM input.meta) = 0;
