/*
 * watch - a daemon under test, seen from outside while it runs: its log, the
 * counters of its spool, its memory.
 */
#ifndef AM_TESTS_E2E_WATCH_H
#define AM_TESTS_E2E_WATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "e2e/daemon.h"

#define WATCH_LOG_SIZE 65536

/* What was logged behind the last line that watch_log() found. */
void watch_read(const struct daemon *daemon, char text[WATCH_LOG_SIZE]);

/* Wait until a line with these words is there, and go on behind it.  0, or -1
 * with a line on stderr. */
AM_MUST_CHECK int watch_log(const struct daemon *daemon, const char *words);

/* Wait until so many messages ever began: no answer tells that the daemon has
 * seen the beginning of one.  0, or -1 with a line on stderr. */
AM_MUST_CHECK int watch_begun(const struct daemon *daemon, uint64_t count);

/* Its memory, in KB; -1: it does not run. */
int64_t watch_resident_kb(const struct daemon *daemon);

#endif
