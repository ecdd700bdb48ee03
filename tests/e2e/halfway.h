/*
 * halfway - messages that do not come to their end.
 */
#ifndef AM_TESTS_E2E_HALFWAY_H
#define AM_TESTS_E2E_HALFWAY_H

#include <sys/types.h>

#include "mta/client.h"

/* Play steps of a message: 1 MAIL, 2 RCPT, 3 a header field, 4 and 5 pieces of
 * a body, 6 half of another piece.  -1 with a line on stderr. */
int halfway_begin(struct am_mta *mta, const struct am_mta_envelope *envelope,
                  unsigned steps);

/* Until libmilter has read what was sent: it may not look at what is there when
 * it sees that the peer has gone. */
int halfway_wait(const struct am_mta *mta);

/* Then leave, without a word. */
int halfway_leave(struct am_mta **mta);

/* Send data and leave while the daemon is stopped: both are there together when
 * it goes on. */
int halfway_leave_stopped(struct am_mta **mta, pid_t daemon, const void *data,
                          size_t size);

#endif
