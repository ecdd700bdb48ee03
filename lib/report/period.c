/*
 * period - see period.h.
 */
#include "report/period.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/units.h"

#define DAY_S     86400
#define MOST_DAYS 73050 /* 200 years: a trend has a row for each */
#define DIGITS    "0123456789"

static int resolve_last(struct am_period *period, const char *last,
                        int64_t today, struct am_err *err)
{
    int64_t duration_s = 0;

    if (am_parse_duration(last, &duration_s, err) < 0)
        return -1;
    if (duration_s == 0 || duration_s % DAY_S != 0) {
        return am_fail(err, AM_EINVAL,
                       "'%.40s' is not a number of whole days: write 1d, 30d, "
                       "4w, 12mo",
                       last);
    }
    period->from_day = today - duration_s / DAY_S;
    period->until_day = today;
    return 0;
}

static int resolve_day(struct am_period *period, const char *day, int64_t today,
                       struct am_err *err)
{
    if (am_parse_day(day, today, &period->from_day, err) < 0)
        return -1;
    period->until_day = period->from_day + 1;
    return 0;
}

/* The complete days of the month or year that begins on first. */
static void resolve_unit(struct am_period *period, enum am_calendar unit,
                         int64_t first, int64_t today)
{
    int64_t next = am_calendar_next(unit, first);

    period->from_day = first;
    period->until_day = today < next ? today : next;
    if (period->until_day <= first)
        period->until_day = first + 1;
}

static int resolve_year(struct am_period *period, const char *text,
                        int64_t today, struct am_err *err)
{
    if (strlen(text) != 4 || strspn(text, DIGITS) != 4) {
        return am_fail(err, AM_EINVAL, "'%.40s' is not a year: write 2026",
                       text);
    }
    resolve_unit(period, AM_CALENDAR_YEAR,
                 am_day_of_civil(strtol(text, NULL, 10), 1, 1), today);
    return 0;
}

static int resolve_month(struct am_period *period, const char *text,
                         int64_t today, struct am_err *err)
{
    bool is_written = strlen(text) == 7 && strspn(text, DIGITS) == 4 &&
                      text[4] == '-' && strspn(text + 5, DIGITS) == 2;
    long month = is_written ? strtol(text + 5, NULL, 10) : 0;
    int64_t first = am_calendar_first(AM_CALENDAR_MONTH, today);

    if (strcmp(text, "last") == 0) {
        first = am_calendar_first(AM_CALENDAR_MONTH, first - 1);
    } else if (month >= 1 && month <= 12) {
        first = am_day_of_civil(strtol(text, NULL, 10), (int)month, 1);
    } else {
        return am_fail(err, AM_EINVAL,
                       "'%.40s' is not a month: write 2026-11, or last", text);
    }
    resolve_unit(period, AM_CALENDAR_MONTH, first, today);
    return 0;
}

static int resolve_ends(struct am_period *period,
                        const struct am_period_request *request, int64_t today,
                        struct am_err *err)
{
    period->until_day = today + 1;
    if (request->until != NULL &&
        am_parse_day(request->until, today, &period->until_day, err) < 0)
        return -1;
    period->from_day = period->until_day - AM_PERIOD_DAYS;
    if (request->since != NULL &&
        am_parse_day(request->since, today, &period->from_day, err) < 0)
        return -1;
    if (period->from_day < period->until_day)
        return 0;

    char from[AM_DAY_TEXT_SIZE];
    char until[AM_DAY_TEXT_SIZE];
    return am_fail(err, AM_EINVAL,
                   "no day is from %s on and before %s: the day of --until is "
                   "not in the range",
                   am_format_day(period->from_day, from),
                   am_format_day(period->until_day, until));
}

static int resolve_wish(struct am_period *period,
                        const struct am_period_request *request, int64_t today,
                        struct am_err *err)
{
    if (request->last != NULL)
        return resolve_last(period, request->last, today, err);
    if (request->year != NULL)
        return resolve_year(period, request->year, today, err);
    if (request->month != NULL)
        return resolve_month(period, request->month, today, err);
    if (request->day != NULL)
        return resolve_day(period, request->day, today, err);
    return resolve_ends(period, request, today, err);
}

int am_period_resolve(struct am_period *period,
                      const struct am_period_request *request, int64_t today,
                      struct am_err *err)
{
    bool ends = request->since != NULL || request->until != NULL;
    int wishes = ends + (request->last != NULL) + (request->day != NULL) +
                 (request->month != NULL) + (request->year != NULL);

    *period = (struct am_period){.from_day = today - AM_PERIOD_DAYS,
                                 .until_day = today,
                                 .is_default = wishes == 0};
    if (wishes == 0)
        return 0;
    if (wishes > 1) {
        return am_fail(err, AM_EINVAL,
                       "a year, --month, --day, --last and --since with "
                       "--until exclude each other");
    }
    if (resolve_wish(period, request, today, err) < 0)
        return -1;
    if (period->from_day < 0 ||
        period->until_day - period->from_day > MOST_DAYS) {
        return am_fail(err, AM_EINVAL,
                       "a range begins in 1970 or later, and has at most 200 "
                       "years");
    }
    return 0;
}
