-- At least so many senders are behind a value of a day.
-- In:  :day, :dimension, :value, :senders
-- Out: nothing
INSERT INTO small_group (day, dimension, value, senders)
VALUES (:day, :dimension, :value, :senders)
    ON CONFLICT (day, dimension, value)
    DO UPDATE SET senders = max(senders, excluded.senders);
