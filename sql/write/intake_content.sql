-- A content that others know, and nobody before them knew.
-- In:  :fingerprint, :size_bytes, :family, :first_day, :last_day,
--      :last_own_day (NULL: never), :senders
-- Out: nothing
INSERT INTO content (fingerprint, size_bytes, family, first_day, last_day,
                     last_own_day, senders)
VALUES (:fingerprint, :size_bytes, :family, :first_day, :last_day,
        :last_own_day, :senders);
