-- Did the recorder run on one of the last days before today, or never before?
-- In:  :from_day, :today  from_day <= day < today
-- Out: known (1 or 0)
SELECT EXISTS (SELECT 1
                 FROM run
                WHERE heartbeat_s >= :from_day * 86400
                  AND started_s < :today * 86400)
       OR NOT EXISTS (SELECT 1 FROM run WHERE started_s < :today * 86400)
       AS known;
