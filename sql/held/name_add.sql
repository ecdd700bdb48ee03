-- A name of a file.
-- In:  :file, :first, :mailbox, :in_user
-- Out: nothing
INSERT INTO name (file, first, mailbox, in_user)
VALUES (:file, :first, :mailbox, :in_user);
