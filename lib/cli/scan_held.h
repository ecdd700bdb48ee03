/*
 * scan_held - `scan --held`: what a mail store holds now, with a state that a
 * scan can be begun again with, and held against what a relay predicts.
 */
#ifndef AM_CLI_SCAN_HELD_H
#define AM_CLI_SCAN_HELD_H

#include "base/config.h"
#include "cli/viewing.h"

struct am_scan_held {
    const struct am_viewing *viewing;
    const struct am_settings *settings;
    unsigned jobs;       /* threads that measure */
    const char *state;   /* file; NULL: none is kept */
    const char *against; /* a relay's database; NULL: none */
};

/*
 * Scan the paths (ended by NULL) and print what they hold.  What cannot be read
 * is told on stderr, passed over and makes the exit AM_EXIT_FAILED.  Returns an
 * enum am_exit.
 */
int am_scan_held_run(char **paths, const struct am_scan_held *wanted);

#endif
