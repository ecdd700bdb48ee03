/*
 * serve - the daemon's life between its start and its end: listen, run
 * libmilter and the recorder, do what signals ask for, stop.
 */
#ifndef AM_MILTER_SERVE_H
#define AM_MILTER_SERVE_H

#include "base/err.h"
#include "start.h"

/*
 * Serve until a signal or a failure.  config is the path of the settings, NULL
 * for the usual place; for a reload.  What parts holds must outlive the
 * process.  Returns 0, or an exit status of sysexits.h with *err filled.  May
 * end the process itself, where a callback that is stuck uses parts.
 */
AM_MUST_CHECK int am_serve(struct am_parts *parts, const char *config,
                           struct am_err *err);

#endif
