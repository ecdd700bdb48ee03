-- Give free pages at the end of the file back, a few at a time.
-- In:  nothing
-- Out: a row for each page
PRAGMA incremental_vacuum(256);
