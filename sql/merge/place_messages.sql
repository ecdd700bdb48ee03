-- All messages by day and relay, in their order there.
-- In:  nothing
-- Out: nothing
INSERT INTO temp.message_of (input, id, new_id)
SELECT input, id, row_number() OVER (ORDER BY day, relay_id, input, id)
  FROM temp.message_in;
