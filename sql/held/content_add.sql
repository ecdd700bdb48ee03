-- A content not found before.
-- In:  :fingerprint
-- Out: nothing; the id is the last row id
INSERT INTO content (fingerprint) VALUES (:fingerprint);
