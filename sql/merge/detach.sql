-- Close the input.
-- In:  nothing; no transaction is open
-- Out: nothing
DETACH input;
