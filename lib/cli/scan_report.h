/*
 * scan_report - the report of stored mail: measured into a database in memory,
 * and with --record into the site's own as well.
 */
#ifndef AM_CLI_SCAN_REPORT_H
#define AM_CLI_SCAN_REPORT_H

#include <stdbool.h>

#include "base/config.h"
#include "cli/viewing.h"

struct am_scan_report {
    const struct am_view *view; /* the report to be shown */
    void *context;
    const struct am_viewing *viewing;
    const struct am_settings *settings;
    unsigned jobs; /* threads that measure */
    bool record;
};

/*
 * Scan the paths (ended by NULL) and print the report.  What cannot be read is
 * told on stderr, passed over and makes the exit AM_EXIT_FAILED.  Returns an
 * enum am_exit.
 */
int am_scan_report_run(char **paths, const struct am_scan_report *wanted);

#endif
