/*
 * trend - the figures of a range, one row for each day, week, month or year of
 * it, those without mail too, and the growth a year.
 *
 * Each row says how much of its mail was measured and for how long the daemon
 * did not run, so that a hole is not read as a fall.  Growth is that of the
 * stored bytes delivered to us (scope own), out of the whole weeks of the range
 * (report/growth).  The rows add up to a report of the range.  Prints nothing.
 */
#ifndef AM_REPORT_TREND_H
#define AM_REPORT_TREND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"
#include "base/err.h"
#include "carbon/interval.h"
#include "report/head.h"
#include "report/profile.h"
#include "report/savings.h"
#include "store/store.h"

struct am_trend_request {
    struct am_ask ask;
    enum am_calendar by;
};

struct am_trend_row {
    char name[AM_CALENDAR_TEXT_SIZE]; /* "2026-W48"; "total" */
    int64_t from_day, until_day;      /* as far as it is in the range */
    /* All of it is in the range, over, and after the first day of all; gaps and
     * downtime are at most one in a hundred. */
    bool is_whole;
    struct am_coverage coverage; /* of all directions */
    int64_t messages, with_attachments;
    struct am_savings own;
};

struct am_trend {
    struct am_trend_request request; /* as asked; its texts are the caller's */
    struct am_head head;
    struct am_trend_row *rows;
    size_t count;
    struct am_trend_row total;
    struct am_interval growth; /* a year, 0.1 being 10 % more; or NaN */
    size_t weeks;              /* whole ones, of which it is */
};

/*
 * Make it.  Returns 0; 1: there is no mail; -1 as am_query_sums() fails, or
 * with AM_ENOMEM.  *trend is the caller's, to be given to am_trend_free(),
 * unless it failed.
 */
AM_MUST_CHECK int am_trend_make(struct am_trend **trend, struct am_store *store,
                                const struct am_trend_request *request,
                                struct am_err *err);

/* Free *trend, which may be NULL, and set it to NULL. */
void am_trend_free(struct am_trend **trend);

#endif
