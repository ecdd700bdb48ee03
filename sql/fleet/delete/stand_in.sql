-- Delete what stands in for which content, where that was forgotten long ago.
-- In:  {seconds}  how long
-- Out: nothing; it goes after a while
ALTER TABLE stand_in DELETE WHERE told < now() - {seconds}
