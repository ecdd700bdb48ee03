-- Mailboxes that hold a message.
-- In:  nothing
-- Out: their number
SELECT count(DISTINCT place.mailbox)
  FROM place JOIN file ON file.id = place.file
 WHERE file.messages > 0;
