-- A content seen again.
-- In:  :id, :day, :senders, :own_day  NULL if no copy is in a mailbox of ours,
--      :family  as counted,  :renew  1 if it counts as new: then it begins anew
-- Out: nothing
UPDATE content
   SET family = :family,
       first_day = CASE WHEN :renew THEN :day ELSE min(first_day, :day) END,
       last_day = max(last_day, :day),
       last_own_day = max(coalesce(last_own_day, :own_day),
                          coalesce(:own_day, last_own_day)),
       senders = CASE WHEN :renew THEN :senders
                      ELSE max(senders, :senders) END
 WHERE id = :id;
