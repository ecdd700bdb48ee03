-- Who reports: a user that changes nothing, and for whom nothing is computed when
-- nobody waits for it.  Write a password of your own.
-- In:  {database}, {reader}
-- Out: nothing
CREATE USER IF NOT EXISTS {reader} IDENTIFIED BY '...' SETTINGS readonly = 1, max_execution_time = 300, cancel_http_readonly_queries_on_client_close = 1
