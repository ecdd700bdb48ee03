/*
 * broken - files that hinder the daemon's start, made in its directory, owned
 * by its user.  Each returns 0, or -1 with a line on stderr.
 */
#ifndef AM_TESTS_E2E_BROKEN_H
#define AM_TESTS_E2E_BROKEN_H

#include "e2e/daemon.h"

/* The settings of the daemon, and more of them, which win. */
int broken_settings(const struct daemon *home, const char *more);

/* The file "other" as a key. */
int broken_loose_key(const struct daemon *home); /* others may read it */
int broken_short_key(const struct daemon *home);
int broken_other_key(const struct daemon *home); /* good, but not ours */
int broken_no_key(const struct daemon *home);    /* not there */

/* The file "other", "newer", "older", "merged" or "locked" as a database. */
int broken_not_a_database(const struct daemon *home);
int broken_newer_database(const struct daemon *home); /* of years to come */
int broken_older_database(const struct daemon *home); /* a good one */
int broken_merged_database(const struct daemon *home);
int broken_locked_database(const struct daemon *home); /* until we end */

#endif
