/*
 * status - how the daemon does and what it costs, seen from outside: its
 * socket, its process, its spool, its database.
 *
 * Asks the daemon nothing but a greeting, which counts as no mail.  A part that
 * cannot be looked at is left out and named, the others are there.
 */
#ifndef AM_CLI_STATUS_H
#define AM_CLI_STATUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/config.h"
#include "base/err.h"
#include "spool/tally.h"
#include "store/health.h"
#include "store/query.h"
#include "store/store.h"

#define AM_STATUS_PATH_SIZE 4096
#define AM_STATUS_RECENT    30 /* days in which gaps are told */

/* The daemon's process, by who holds its lock file. */
struct am_status_process {
    int64_t pid; /* 0: it does not run, or it cannot be told who it is */
    int64_t resident_bytes, threads;
};

struct am_status {
    const struct am_settings *settings;
    const char *database;
    char spool[AM_STATUS_PATH_SIZE];
    bool answers;
    struct am_err why_not; /* it does not answer */
    struct am_status_process process;
    uint64_t database_bytes; /* the file and its write-ahead log */
    uint64_t spool_bytes;    /* of all files in the spool */
    unsigned spool_files;
    bool has_spool; /* why_no_spool is not set, the two below it are */
    struct am_err why_no_spool;
    struct am_tally tally;
    struct am_tally_queue queue; /* what waits for the database */
    struct am_last_run run;
    int64_t silence_s; /* since the recorder wrote; -1: it never did */
    struct am_message_sums ever, today, recent;
};

/* Fill all but settings and database, which are given.  Fails as reading the
 * store does. */
AM_MUST_CHECK int am_status_gather(struct am_status *status,
                                   struct am_store *store, struct am_err *err);

/* Messages that were not measured, whatever the reason. */
int64_t am_status_gaps(const struct am_message_sums *sums);

/* Print it for people; for programs. */
void am_status_print(const struct am_status *status);
AM_MUST_CHECK int am_status_print_json(const struct am_status *status,
                                       struct am_err *err);

/* ---- for Nagios and its like ---- */

/* What has thresholds, in the order of the output. */
enum am_status_measure {
    AM_STATUS_GAPS,     /* % of today's messages */
    AM_STATUS_BACKLOG,  /* bytes waiting, % of spool_limit */
    AM_STATUS_LATENCY,  /* ms that 99 % of the messages stay within */
    AM_STATUS_SILENCE,  /* s since the recorder wrote */
    AM_STATUS_DATABASE, /* bytes */
    AM_STATUS_MEASURES
};

struct am_status_limits {
    double warning[AM_STATUS_MEASURES], critical[AM_STATUS_MEASURES];
};

/* The defaults; of the database max_database_bytes, none if that is 0. */
void am_status_limits(struct am_status_limits *limits,
                      const struct am_settings *settings);

/* Read "name=number" into the limits; fails with AM_EINVAL. */
AM_MUST_CHECK int am_status_limit(double limits[AM_STATUS_MEASURES],
                                  const char *text, struct am_err *err);

enum am_status_state {
    AM_STATUS_OK = 0, /* the plugins' own numbers */
    AM_STATUS_WARNING = 1,
    AM_STATUS_CRITICAL = 2,
    AM_STATUS_UNKNOWN = 3
};

/* Print the plugin's line with its performance data; the state is its exit
 * status. */
enum am_status_state am_status_print_nagios(
    const struct am_status *status, const struct am_status_limits *limits);

/* The same where nothing can be told. */
enum am_status_state am_status_print_unknown(const char *why);

#endif
