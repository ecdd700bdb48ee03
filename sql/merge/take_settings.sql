-- Settings that sums depend on: of several the smallest.
-- In:  nothing
-- Out: nothing
INSERT INTO main.setting_day (name, start_day, value)
SELECT name, start_day, value FROM input.setting_day WHERE true
    ON CONFLICT (name, start_day) DO UPDATE
   SET value = min(value, excluded.value);
