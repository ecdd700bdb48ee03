-- A file is measured to its end.
-- In:  :id, :kind, :messages
-- Out: nothing
UPDATE file SET kind = :kind, messages = :messages, done = 1 WHERE id = :id;
