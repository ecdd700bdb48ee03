-- So far shipping is.
-- In:  :origin, :acked, :sending, :version, :sent_s, :failed_s, :why
-- Out: nothing
INSERT OR REPLACE INTO progress (id, origin, acked, sending, version,
                                 sent_s, failed_s, why)
VALUES (1, :origin, :acked, :sending, :version, :sent_s, :failed_s,
        :why);
