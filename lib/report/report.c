/*
 * report - see report.h.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"
#include "meter/policy.h"

static const char *const by_names[AM_BY_COUNT] = {
    [AM_BY_NOTHING] = "nothing",     [AM_BY_DAY] = "day",
    [AM_BY_DIRECTION] = "direction", [AM_BY_DOMAIN] = "domain",
    [AM_BY_FAMILY] = "type",         [AM_BY_CLASS] = "class",
    [AM_BY_BUCKET] = "bucket",
};

const char *am_by_name(enum am_by by)
{
    return by_names[by];
}

enum am_by am_by_of(const char *name)
{
    enum am_by by = AM_BY_NOTHING;

    while (by < AM_BY_COUNT && strcmp(by_names[by], name) != 0)
        by++;
    return by;
}

static const char *list_words(unsigned set, unsigned count,
                              const char *(*name)(unsigned), char *text,
                              size_t size)
{
    size_t used = 0;

    snprintf(text, size, "all");
    if (set == 0)
        return text;
    for (unsigned i = 0; i < count && used < size; i++) {
        if ((set & (1U << i)) == 0)
            continue;
        used += (size_t)snprintf(text + used, size - used, "%s%s",
                                 used > 0 ? "," : "", name(i));
    }
    return text;
}

static const char *class_name(unsigned number)
{
    return am_class_name((enum am_class)number);
}

static const char *direction_name(unsigned number)
{
    return am_direction_name((enum am_direction)number);
}

const char *am_report_classes(unsigned classes, char *text, size_t size)
{
    return list_words(classes, AM_CLASS_COUNT, class_name, text, size);
}

const char *am_report_directions(unsigned directions, char *text, size_t size)
{
    return list_words(directions, AM_DIRECTION_COUNT, direction_name, text,
                      size);
}

static int take_total(void *context, const char *value,
                      const struct am_sums *sums, struct am_err *err)
{
    struct am_report *report = context;

    (void)value;
    (void)err;
    report->sums = *sums;
    report->totals.all = am_savings_of(sums, AM_SCOPE_ALL);
    report->totals.own = am_savings_of(sums, AM_SCOPE_OWN);
    return 0;
}

static int take_row(void *context, const char *value,
                    const struct am_sums *sums, struct am_err *err)
{
    struct am_report *report = context;
    struct am_report_row *rows = realloc(
        report->rows, (report->row_count + 1) * sizeof(report->rows[0]));

    if (rows == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a row");
    report->rows = rows;
    struct am_report_row *row = &rows[report->row_count++];
    memset(row, 0, sizeof(*row));
    snprintf(row->value, sizeof(row->value), "%s", value);
    row->all = am_savings_of(sums, AM_SCOPE_ALL);
    row->own = am_savings_of(sums, AM_SCOPE_OWN);
    return 0;
}

/* Most avoidable first: own, then all; equal ones by name. */
static int compare_rows(const void *left, const void *right)
{
    const struct am_report_row *a = left;
    const struct am_report_row *b = right;

    if (a->own.total_bytes != b->own.total_bytes)
        return a->own.total_bytes < b->own.total_bytes ? 1 : -1;
    if (a->all.total_bytes != b->all.total_bytes)
        return a->all.total_bytes < b->all.total_bytes ? 1 : -1;
    return strcmp(a->value, b->value);
}

static struct am_query query_of(const struct am_report *report)
{
    return (struct am_query){
        .from_day = report->period.from_day,
        .until_day = report->period.until_day,
        .classes = report->request.classes,
        .directions = report->request.directions,
    };
}

static int gather_rows(struct am_report *report, struct am_store *store,
                       struct am_err *err)
{
    struct am_query query = query_of(report);

    if (report->request.by == AM_BY_NOTHING)
        return 0;
    query.by = report->request.by;
    if (am_query_sums(store, &query, take_row, report, err) < 0)
        return -1;
    if (query.by != AM_BY_DAY && report->row_count > 1) {
        qsort(report->rows, report->row_count, sizeof(report->rows[0]),
              compare_rows);
    }
    return 0;
}

static int gather_coverage(struct am_report *report, struct am_store *store,
                           struct am_err *err)
{
    struct am_coverage *coverage = &report->coverage;
    struct am_query query = query_of(report);
    struct am_message_sums sums = {0};

    query.directions = 0;
    memset(coverage, 0, sizeof(*coverage));
    if (am_query_messages(store, &query, &sums, err) < 0)
        return -1;
    coverage->measured = sums.messages;
    coverage->downtime_s = sums.downtime_s;
    for (size_t i = 0; i < AM_GAP_COUNT; i++) {
        coverage->gap_reasons[i] = sums.gaps[i];
        coverage->gaps += sums.gaps[i];
    }
    coverage->seen = coverage->measured + coverage->gaps;
    return am_query_flaws(store, &query, report->flaws, err);
}

/* On the first day of all there is no complete day to show. */
static int settle_period(struct am_report *report, struct am_store *store,
                         struct am_err *err)
{
    if (gather_coverage(report, store, err) < 0)
        return -1;
    if (!report->period.is_default || report->coverage.seen > 0)
        return 0;
    report->period.until_day++;
    if (gather_coverage(report, store, err) < 0)
        return -1;
    report->with_today = report->coverage.seen > 0;
    if (!report->with_today)
        report->period.until_day--;
    return 0;
}

static int gather(struct am_report *report, struct am_store *store,
                  struct am_err *err)
{
    if (settle_period(report, store, err) < 0)
        return -1;

    struct am_query query = query_of(report);
    if (am_query_messages(store, &query, &report->messages, err) < 0)
        return -1;
    if (am_query_sums(store, &query, take_total, report, err) < 0)
        return -1;
    return gather_rows(report, store, err);
}

static void add_impact(struct am_report *report)
{
    const struct am_report_request *request = &report->request;
    int year = request->year != 0 ? request->year
                                  : am_year_of(report->period.until_day - 1);

    am_factors_use_grid(request->factors, request->country, year);
    am_impact_compute(&report->impact, &report->sums, &report->messages,
                      request->factors);
}

int am_report_make(struct am_report **report, struct am_store *store,
                   const struct am_report_request *request, struct am_err *err)
{
    struct am_report *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a report");
    new->request = *request;
    new->period = request->period;
    if (gather(new, store, err) < 0) {
        am_report_free(&new);
        return -1;
    }
    add_impact(new);
    *report = new;
    return 0;
}

void am_report_free(struct am_report **report)
{
    if (*report == NULL)
        return;
    free((*report)->rows);
    free(*report);
    *report = NULL;
}

bool am_report_is_empty(const struct am_report *report)
{
    return report->coverage.seen == 0;
}
