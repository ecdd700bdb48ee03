-- So far was a spool taken in.
-- In:  :incarnation, :segment, :offset
-- Out: nothing
INSERT INTO ingest (incarnation, segment, "offset")
VALUES (:incarnation, :segment, :offset)
    ON CONFLICT (incarnation) DO UPDATE
   SET segment = excluded.segment, "offset" = excluded."offset";
