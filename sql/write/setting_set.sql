-- A setting has this value from this day on.
-- In:  :name, :day, :value
-- Out: nothing
INSERT INTO setting_day (name, start_day, value)
VALUES (:name, :day, :value)
    ON CONFLICT (name, start_day) DO UPDATE SET value = excluded.value;
