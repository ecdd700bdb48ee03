/*
 * filter - libmilter's callbacks: they translate into calls of a session and
 * decide nothing.  Every one of them answers "go on", whatever happens below.
 */
#ifndef AM_MILTER_FILTER_H
#define AM_MILTER_FILTER_H

#include "base/err.h"
#include "session.h"

/*
 * Register the callbacks with libmilter.  setup must outlive smfi_main(), and
 * every callback that is inside when it returns.  Fails with AM_EINVAL.
 */
AM_MUST_CHECK int am_filter_start(const struct am_session_setup *setup,
                                  struct am_err *err);

/*
 * Let no callback in any more, and wait for those inside, wait_ms at most.
 * Returns how many are still inside: if 0, none will touch setup again.
 */
unsigned am_filter_stop(unsigned wait_ms);

#endif
