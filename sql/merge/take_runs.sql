-- When its daemon ran.
-- In:  :input
-- Out: nothing
INSERT INTO main.run (started_s, heartbeat_s, clean, source)
SELECT started_s, heartbeat_s, clean, 100 * :input + source
  FROM input.run
 ORDER BY id;
