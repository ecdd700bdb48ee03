-- A content seen for the first time.
-- In:  :fingerprint, :size_bytes, :family, :day, :senders,
--      :own_day  NULL if no copy is in a mailbox of ours
-- Out: nothing; the id is the last row id
INSERT INTO content (fingerprint, size_bytes, family, first_day, last_day,
                     last_own_day, senders, epoch)
VALUES (:fingerprint, :size_bytes, :family, :day, :day, :own_day, :senders,
        (SELECT max(id) FROM epoch));
