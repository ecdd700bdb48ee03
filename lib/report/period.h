/*
 * period - what the user asked for, as a half-open range of UTC days.
 *
 * Reports are made of whole days.  Does not look at a clock: today is the
 * caller's.
 */
#ifndef AM_REPORT_PERIOD_H
#define AM_REPORT_PERIOD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

#define AM_PERIOD_DAYS 30 /* the default range: complete days before today */

/* What was asked for; NULL where it was not. */
struct am_period_request {
    const char *since; /* first day */
    const char *until; /* the day after the last one */
    const char *last;  /* a duration: that many complete days before today */
    const char *day;   /* one day alone */
    const char *month; /* its complete days: "2026-11", or "last" */
    const char *year;  /* its complete days: "2026" */
};

struct am_period {
    int64_t from_day, until_day; /* from_day <= day < until_day */
    bool is_default;             /* nothing was asked for */
};

/*
 * Fill *period.  Days are written as for am_parse_day(), a duration as for
 * am_parse_duration(), and it must be whole days.  since alone goes up to and
 * including today; until alone begins AM_PERIOD_DAYS days before; nothing is
 * the last AM_PERIOD_DAYS complete days.  day, last, month and year go with
 * nothing else; a month or a year that has no complete day yet is its first
 * day, and the last month is the one before that of today.  Fails with
 * AM_EINVAL, also for an empty range, one that begins before 1970, and one of
 * more than 200 years.
 */
AM_MUST_CHECK int am_period_resolve(struct am_period *period,
                                    const struct am_period_request *request,
                                    int64_t today, struct am_err *err);

#endif
