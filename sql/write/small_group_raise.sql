-- At least so many senders are behind a group of a day.
-- In:  :day, :dimension, :value, :senders
-- Out: nothing
INSERT INTO small_group (dimension, day, value, senders)
VALUES (:dimension, :day, :value, :senders)
    ON CONFLICT (dimension, day, value)
    DO UPDATE SET senders = max(senders, excluded.senders);
