/*
 * scraping - the metrics of this host, from all the places they are in: the
 * daemon's socket, its spool, the database, the state of shipping.
 *
 * What one of them refuses does not keep the rest from being told, as that is
 * when somebody should hear of it.  Logs and prints nothing.
 */
#ifndef AM_CLI_SCRAPING_H
#define AM_CLI_SCRAPING_H

#include "base/config.h"
#include "base/err.h"
#include "report/printer_metrics.h"

struct am_scraping {
    struct am_metrics metrics; /* for am_metrics_write() */
    /* why not; AM_OK: it was read, or there is no fleet */
    struct am_err spool, database, shipping;
};

/*
 * Gather what is to be told now.  database is the file's path; the settings
 * tell of the rest and must stay as long as *scraping.  Takes two seconds at
 * most for a daemon that hangs, else some milliseconds.
 */
void am_scraping_take(struct am_scraping *scraping,
                      const struct am_settings *settings, const char *database);

#endif
