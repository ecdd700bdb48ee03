-- How far shipping is.
-- In:  nothing
-- Out: origin, acked, sending, version, sent_s, failed_s, why
SELECT origin, acked, sending, version, sent_s, failed_s, why
  FROM progress;
