-- A content.
-- In:  :fingerprint
-- Out: id
SELECT id FROM content WHERE fingerprint = :fingerprint;
