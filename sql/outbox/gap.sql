-- Messages of a day that were not measured, as they are shipped.
-- In:  :day
-- Out: reason, messages
SELECT reason, messages FROM gap WHERE day = :day ORDER BY reason;
