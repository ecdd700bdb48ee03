/*
 * metrics - the figures that a monitoring system scrapes, gathered.
 *
 * From two sources.  The spool's counters (spool/tally.h) are of the daemon
 * itself, up to the moment, and only grow for as long as its directory is
 * there.  The sums of the database are told as counters of a calendar month in
 * UTC: they are 0 when it begins, so that retention never takes a day from
 * under them, and a fall is always the reset to 0 that a scraper allows for.
 * What a report of the same days says is the same figure.
 *
 * Totals are of the days up to now.  A split by type, class or direction is of
 * finished days alone, AM_METRICS_SETTLE_S after their end, with small groups
 * taken together day by day as a report of that day does: within a day a group
 * could leave the others, which would then shrink, and what one sender did
 * would stand beside the time.  It is of the month that yesterday was in, so
 * that the last day of a month is told, too.
 *
 * Shipping is known to who reads the fleet's state: the caller.
 *
 * Knows no domain.  Estimates nothing and prints nothing (printer_metrics.h).
 */
#ifndef AM_REPORT_METRICS_H
#define AM_REPORT_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/family.h"
#include "meter/policy.h"
#include "report/profile.h"
#include "report/savings.h"
#include "spool/tally.h"
#include "store/store.h"

/* A day is told when this much of the next one is over: records of its last
 * minutes are in the database by then. */
#define AM_METRICS_SETTLE_S 3600

#define AM_METRICS_VALUES AM_FAMILY_COUNT /* of a dimension, at most */

enum am_metrics_by {
    AM_METRICS_BY_CLASS,
    AM_METRICS_BY_FAMILY,
    AM_METRICS_BY_DIRECTION,
    AM_METRICS_BY_COUNT
};

/* Finished days by one dimension. */
struct am_metrics_split {
    size_t count; /* values of the dimension, by their numbers; behind them the
                     small groups and numbers that we do not know */
    struct am_savings savings[AM_METRICS_VALUES + 1][AM_SCOPE_COUNT];
};

/* How far shipping to a fleet is. */
struct am_metrics_shipping {
    int64_t rows;      /* that wait */
    int64_t seconds;   /* since rows were last sent, if some wait */
    int64_t sent_s;    /* when they were; 0: never */
    int64_t failing_s; /* for how long it has failed; 0: it does not */
};

struct am_metrics {
    /* The caller's, before anything is gathered. */
    const char *version;       /* of the program */
    int64_t now_s;             /* seconds since 1970 */
    bool is_up;                /* the daemon answers */
    struct am_profile profile; /* of the user's store: scope own is under it */
    uint64_t limit_bytes;      /* of the spool */
    bool is_shipped;           /* there is a fleet to ship to */
    bool has_shipping;         /* and this is known */
    struct am_metrics_shipping shipping;

    bool has_spool; /* am_metrics_take_spool() came through */
    struct am_tally tally;

    bool has_store;              /* am_metrics_take_store() came through */
    struct am_tally_queue queue; /* of the spool, if there is one */
    uint64_t database_bytes;     /* with its write-ahead log */
    int64_t most_copies; /* today, of one content: store/detail_extent */
    int64_t month_s;     /* totals and downtime begin here */
    struct am_savings totals[AM_SCOPE_COUNT];
    int64_t downtime_s;
    int64_t split_month_s; /* splits begin here */
    struct am_metrics_split splits[AM_METRICS_BY_COUNT];
};

/* Read the spool in directory dir.  Fails as am_tally_read(), and with
 * AM_ENOTFOUND: counters that come and go would count twice. */
AM_MUST_CHECK int am_metrics_take_spool(struct am_metrics *metrics,
                                        const char *dir, struct am_err *err);

/*
 * Read an open database, whose file is at path, at one moment; after the spool
 * in directory dir, of whose records it tells which are not in it.  Fails as
 * the queries of store/query.h do; then has_store is false.
 */
AM_MUST_CHECK int am_metrics_take_store(struct am_metrics *metrics,
                                        struct am_store *store,
                                        const char *path, const char *dir,
                                        struct am_err *err);

#endif
