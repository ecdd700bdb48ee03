/*
 * serving - the HTTP server of `attachmeter serve`: requests in, answers out,
 * in one thread, until a signal ends it.
 *
 * One thread, since the language is the process's, and an answer is CPU and
 * SQLite, not waiting.  So that a long answer keeps nobody else waiting for
 * longer than itself, a request that needs the database is put aside
 * (suspended).  Between two looks at the database, of which those for /healthz
 * go first, everybody else is attended to.  Who asks for what was just made, or
 * is being made, gets the same answer (kept.h).
 *
 * Bounded: connections and their time (guests.h), 16 KiB for a request with all
 * its fields, answers (answering.h) and how many of them are kept (kept.h).
 */
#ifndef AM_CLI_SERVING_H
#define AM_CLI_SERVING_H

#include "base/err.h"
#include "cli/viewing.h"

struct am_serving_setup {
    const struct am_viewing_input *input; /* its settings and source are used */
    const char *const *hosts;             /* for am_accepting_host() */
    int fd;            /* listens, and does not block; closed at the end */
    const char *where; /* what it listens on, for on_ready */
};

/*
 * Serve until SIGTERM, SIGINT or SIGHUP; on_ready is called once, when requests
 * may come and those signals end it well.  Answers that are being made or sent
 * then have a second to end. Fails with AM_EIO.
 */
AM_MUST_CHECK int am_serving_run(const struct am_serving_setup *setup,
                                 void (*on_ready)(const char *where),
                                 struct am_err *err);

#endif
