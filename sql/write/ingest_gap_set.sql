-- So many gaps of a spool are counted.
-- In:  :incarnation, :reason, :messages
-- Out: nothing
INSERT INTO ingest_gap (incarnation, reason, messages)
VALUES (:incarnation, :reason, :messages)
    ON CONFLICT (incarnation, reason) DO UPDATE
   SET messages = excluded.messages;
