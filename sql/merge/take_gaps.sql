-- Messages that were not measured are added up.
-- In:  nothing
-- Out: nothing
INSERT INTO main.gap
SELECT day, reason, messages FROM input.gap WHERE true
    ON CONFLICT (day, reason) DO UPDATE
   SET messages = messages + excluded.messages;
