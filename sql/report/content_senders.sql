-- Distinct senders of a content on one day, at most 5.
-- In:  :id
-- Out: senders
SELECT senders FROM content WHERE id = :id;
