/*
 * filled - a daemon's directory with a database of earlier days in it, and its
 * key, before the first start.
 */
#ifndef AM_TESTS_E2E_FILLED_H
#define AM_TESTS_E2E_FILLED_H

#include "e2e/daemon.h"

/*
 * Fill the database by the program fill (bench_fill) with so many sightings of
 * as many days, none of which it deletes, and make a key; all of it is the
 * daemon's.  0, or -1 with a line on stderr.
 */
AM_MUST_CHECK int filled_make(const struct daemon *daemon, const char *fill,
                              const char *sightings, const char *days);

#endif
