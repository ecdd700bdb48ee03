-- A message of another relay, if it is not there yet.
-- In:  :id, :day, :direction, :domain, :local_given, :local, :external, :sent,
--      :hops, :continuation
-- Out: nothing
INSERT INTO message (id, day, direction, domain, local_given, local, external,
                     sent, hops, continuation)
VALUES (:id, :day, :direction, :domain, :local_given, :local, :external, :sent,
        :hops, :continuation)
    ON CONFLICT DO NOTHING;
