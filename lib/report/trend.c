/* trend - see trend.h. */
#include "report/trend.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/language.h"
#include "base/units.h"
#include "report/growth.h"
#include "store/sums.h"

#define DAY_S      86400
#define YEAR_WEEKS (365.2425 / 7)

/* Rows of one unit, while they are gathered. */
struct series {
    const struct am_trend *trend;
    enum am_calendar unit;
    int64_t first_day_ever;
    struct am_trend_row *rows;
    size_t count;
    size_t at; /* the row that sums come to */
    struct am_sums total;
};

static size_t count_units(enum am_calendar unit, int64_t from_day,
                          int64_t until_day)
{
    size_t count = 0;

    for (int64_t day = from_day; day < until_day;
         day = am_calendar_next(unit, day))
        count++;
    return count;
}

/* The day after the last that rows are of: of days to come there is nothing to
 * say, unless a clock was ahead. */
static int64_t end_of_rows(const struct series *series, int64_t last_day)
{
    int64_t today = am_day_of(series->trend->request.ask.now_s);
    int64_t until_day = series->trend->head.period.until_day;
    int64_t end = (last_day > today ? last_day : today) + 1;

    return end < until_day ? end : until_day;
}

/* Empty rows for every unit of the range, from the first mail in it on. */
static int make_rows(struct series *series,
                     const struct am_message_sums *inside, struct am_err *err)
{
    const struct am_period *period = &series->trend->head.period;
    int64_t day = inside->first_day > period->from_day ? inside->first_day
                                                       : period->from_day;
    size_t count =
        count_units(series->unit, day, end_of_rows(series, inside->last_day));

    series->rows = calloc(count + 1, sizeof(series->rows[0]));
    if (series->rows == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for rows");
    day = am_calendar_first(series->unit, day);
    for (; series->count < count; series->count++) {
        struct am_trend_row *row = &series->rows[series->count];
        int64_t next = am_calendar_next(series->unit, day);
        am_calendar_text(series->unit, day, row->name);
        row->from_day = day > period->from_day ? day : period->from_day;
        row->until_day = next < period->until_day ? next : period->until_day;
        row->is_whole = row->from_day == day && row->until_day == next;
        day = next;
    }
    return 0;
}

static bool has_no_hole(const struct am_trend_row *row)
{
    int64_t days = row->until_day - row->from_day;

    return row->coverage.gaps * 100 <= row->coverage.seen &&
           row->coverage.downtime_s * 100 <= days * DAY_S;
}

static int read_messages(struct series *series, struct am_trend_row *row,
                         struct am_store *store, struct am_err *err)
{
    struct am_head head = series->trend->head;
    struct am_message_sums sums = {0};
    int64_t today = am_day_of(series->trend->request.ask.now_s);

    head.period = (struct am_period){.from_day = row->from_day,
                                     .until_day = row->until_day};
    if (am_head_read(&head, store, err) < 0)
        return -1;
    row->coverage = head.coverage;
    const struct am_query query = am_head_query(&head);
    if (am_query_messages(store, &query, &sums, err) < 0)
        return -1;
    row->messages = sums.messages;
    row->with_attachments = sums.with_attachments;
    row->is_whole = row->is_whole && row->until_day <= today &&
                    row->from_day > series->first_day_ever && has_no_hole(row);
    return 0;
}

/* Groups come in the order of time, as the rows are. */
static int take_sums(void *context, const struct am_group *group,
                     const struct am_sums *sums, struct am_err *err)
{
    struct series *series = context;

    while (series->at < series->count &&
           series->rows[series->at].until_day <= group->number[0])
        series->at++;
    if (series->at == series->count) {
        return am_fail(err, AM_ECORRUPT,
                       "database: attachments of a day without messages");
    }
    series->rows[series->at].own =
        am_profile_savings(&series->trend->request.ask.profile, sums);
    am_sums_add(&series->total, sums);
    return 0;
}

static enum am_by by_of(enum am_calendar unit)
{
    static const enum am_by by[AM_CALENDAR_COUNT] = {AM_BY_DAY, AM_BY_WEEK,
                                                     AM_BY_MONTH, AM_BY_YEAR};

    return by[unit];
}

static int gather_series(struct series *series, struct am_store *store,
                         struct am_err *err)
{
    struct am_query query = am_head_query(&series->trend->head);
    struct am_message_sums ever = {0};
    const struct am_query always = {.from_day = INT32_MIN,
                                    .until_day = query.until_day};
    struct am_message_sums inside = {0};

    if (am_query_messages(store, &always, &ever, err) < 0 ||
        am_query_messages(store, &query, &inside, err) < 0)
        return -1;
    series->first_day_ever = ever.first_day;
    if (make_rows(series, &inside, err) < 0)
        return -1;
    for (size_t i = 0; i < series->count; i++) {
        if (read_messages(series, &series->rows[i], store, err) < 0)
            return -1;
    }
    query.by = by_of(series->unit);
    am_profile_prepare(&series->trend->request.ask.profile, &query);
    return am_query_sums(store, &query, take_sums, series, err);
}

/* Out of whole weeks with anything in them. */
static int find_growth(struct am_trend *trend, const struct series *weeks,
                       struct am_err *err)
{
    struct am_growth_point *points =
        calloc(weeks->count + 1, sizeof(points[0]));

    if (points == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the growth");
    for (size_t i = 0; i < weeks->count; i++) {
        const struct am_trend_row *row = &weeks->rows[i];
        if (!row->is_whole || row->own.delivered.stored_bytes <= 0)
            continue;
        points[trend->weeks++] = (struct am_growth_point){
            .years = (double)i / YEAR_WEEKS,
            .value = (double)row->own.delivered.stored_bytes,
        };
    }
    int result = am_growth_find(&trend->growth, points, trend->weeks, err);
    free(points);
    return result;
}

static int gather_growth(struct am_trend *trend, struct am_store *store,
                         struct am_err *err)
{
    struct series weeks = {.trend = trend, .unit = AM_CALENDAR_WEEK};
    int result = gather_series(&weeks, store, err);

    if (result == 0)
        result = find_growth(trend, &weeks, err);
    free(weeks.rows);
    return result;
}

static void sum_up(struct am_trend *trend, const struct am_sums *sums)
{
    struct am_trend_row *total = &trend->total;

    snprintf(total->name, sizeof(total->name), N_("total"));
    total->from_day = trend->head.period.from_day;
    total->until_day = trend->head.period.until_day;
    total->coverage = trend->head.coverage;
    total->is_whole = true;
    for (size_t i = 0; i < trend->count; i++) {
        total->messages += trend->rows[i].messages;
        total->with_attachments += trend->rows[i].with_attachments;
        total->is_whole = total->is_whole && trend->rows[i].is_whole;
    }
    total->own = am_profile_savings(&trend->request.ask.profile, sums);
}

static int gather(struct am_trend *trend, struct am_store *store,
                  struct am_err *err)
{
    struct series series = {.trend = trend, .unit = trend->request.by};

    if (am_head_read(&trend->head, store, err) < 0)
        return -1;
    if (am_head_is_empty(&trend->head))
        return 1;
    int result = gather_series(&series, store, err);
    trend->rows = series.rows;
    trend->count = series.count;
    if (result < 0)
        return -1;
    sum_up(trend, &series.total);
    return gather_growth(trend, store, err);
}

int am_trend_make(struct am_trend **trend, struct am_store *store,
                  const struct am_trend_request *request, struct am_err *err)
{
    struct am_trend *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a view");
    new->request = *request;
    new->head = am_head_of("trend", &request->ask);
    new->growth = (struct am_interval){(double)NAN, (double)NAN, (double)NAN};
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, err);
        am_store_release(store);
    }
    if (result < 0) {
        am_trend_free(&new);
        return -1;
    }
    *trend = new;
    return result;
}

void am_trend_free(struct am_trend **trend)
{
    struct am_trend *old = *trend;

    *trend = NULL;
    if (old == NULL)
        return;
    free(old->rows);
    free(old);
}
