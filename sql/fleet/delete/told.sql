-- Delete what names a content that was forgotten long ago.
-- In:  {seconds}  how long
-- Out: nothing; it goes after a while
ALTER TABLE forgotten DELETE WHERE told < now() - {seconds}
