-- A content that others know and that is there: what both know is put together.
-- In:  :id, :family, :first_day, :last_day, :last_own_day (NULL: never),
--      :senders
-- Out: nothing
UPDATE content
   SET family = CASE WHEN :first_day < first_day THEN :family ELSE family END,
       first_day = min(first_day, :first_day),
       last_day = max(last_day, :last_day),
       last_own_day = max(coalesce(last_own_day, :last_own_day),
                          coalesce(:last_own_day, last_own_day)),
       senders = max(senders, :senders)
 WHERE id = :id;
