/*
 * busy - many connections that send mail, to attachmeterd and the same to a
 * milter that does nothing, by turns: what one is kept waiting for beside the
 * other.
 *
 * Each is a thread with a connection to both.  Now and then it does to
 * attachmeterd what peers do: hangs up after any step of a message, with half a
 * packet or without, or just before the answer; resets; begins another message;
 * says goodbye and comes back.
 */
#ifndef AM_TESTS_E2E_BUSY_H
#define AM_TESTS_E2E_BUSY_H

#include <stdatomic.h>
#include <stdint.h>

#include "e2e/lags.h"
#include "e2e/letters.h"

#define BUSY_MAX 400

struct busy_setup {
    const char *daemon, *noop; /* sockets */
    const struct letter *letters;
    unsigned connections;
    double pairs_s; /* messages to each, of all in a second; 0: all they can */
    unsigned rude;  /* of a thousand messages: do something else instead */
};

/* What was done to attachmeterd.  Each message begun ends as one of the
 * others. */
struct busy_counts {
    atomic_uint_fast64_t begun;
    atomic_uint_fast64_t answered;
    atomic_uint_fast64_t unheard; /* left before the answer */
    atomic_uint_fast64_t given_up;
};

struct busy;

/* Start them; counts and lags go on from what they were, and number goes on
 * with each message.  Ends the process if that fails. */
struct busy *busy_start(const struct busy_setup *setup);

/* Each finishes its message and leaves.  -1 if an answer was wrong or did not
 * come, with a line on stderr. */
int busy_stop(struct busy **busy);

extern struct busy_counts busy_counts;
extern struct lags busy_daemon_lags, busy_noop_lags;

#endif
