-- A message with attachments, or a continuation of one.
-- In:  :day, :direction, :domain, :local_given, :local, :external, :sent,
--      :hops, :continuation
-- Out: nothing; the id is the last row id
INSERT INTO message (day, direction, domain, local_given, local, external,
                     sent, hops, continuation)
VALUES (:day, :direction, :domain, :local_given, :local, :external, :sent,
        :hops, :continuation);
