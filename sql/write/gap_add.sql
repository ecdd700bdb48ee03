-- Add messages that were not measured to a day.
-- In:  :day, :reason, :messages
-- Out: nothing
INSERT INTO gap (day, reason, messages)
VALUES (:day, :reason, :messages)
    ON CONFLICT (day, reason) DO UPDATE
   SET messages = messages + excluded.messages;
