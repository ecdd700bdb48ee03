-- A content that others know; what two of them know is put together.
-- In:  :fingerprint, :size_bytes, :family, :first_day, :last_day,
--      :last_own_day (NULL: never), :senders
-- Out: nothing
INSERT INTO content (fingerprint, size_bytes, family, first_day, last_day,
                     last_own_day, senders)
VALUES (:fingerprint, :size_bytes, :family, :first_day, :last_day,
        :last_own_day, :senders)
    ON CONFLICT (fingerprint) DO UPDATE
   SET family = CASE WHEN excluded.first_day < first_day
                     THEN excluded.family ELSE family END,
       first_day = min(first_day, excluded.first_day),
       last_day = max(last_day, excluded.last_day),
       last_own_day = max(coalesce(last_own_day, excluded.last_own_day),
                          coalesce(excluded.last_own_day, last_own_day)),
       senders = max(senders, excluded.senders);
