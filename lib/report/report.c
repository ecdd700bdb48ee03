/*
 * report - see report.h.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/units.h"

static const char *const by_names[AM_BY_COUNT] = {
    [AM_BY_NOTHING] = "nothing",     [AM_BY_DAY] = "day",
    [AM_BY_DIRECTION] = "direction", [AM_BY_DOMAIN] = "domain",
    [AM_BY_FAMILY] = "type",         [AM_BY_CLASS] = "class",
    [AM_BY_BUCKET] = "bucket",       [AM_BY_WEEK] = "week",
    [AM_BY_MONTH] = "month",         [AM_BY_YEAR] = "year",
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

static int take_total(void *context, const struct am_group *group,
                      const struct am_sums *sums, struct am_err *err)
{
    struct am_report *report = context;

    (void)group;
    (void)err;
    report->sums = *sums;
    report->totals.all = am_savings_of(sums, AM_SCOPE_ALL);
    report->totals.own = am_profile_savings(&report->request.profile, sums);
    report->already = am_profile_already(&report->request.profile, sums);
    return 0;
}

static int gather_rows(struct am_report *report, struct am_store *store,
                       struct am_err *err)
{
    struct am_breakdown *breakdown = &report->breakdown;
    struct am_query query = am_head_query(&report->head);

    if (report->request.by == AM_BY_NOTHING)
        return 0;
    am_profile_prepare(&report->request.profile, &query);
    query.by = report->request.by;
    query.then_by = report->request.then_by;
    if (am_breakdown_make(breakdown, store, &query, &report->request.profile,
                          err) < 0)
        return -1;
    report->rows = calloc(breakdown->count + 1, sizeof(report->rows[0]));
    if (report->rows == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for rows");
    for (; report->row_count < breakdown->count; report->row_count++) {
        const struct am_breakdown_row *from =
            &breakdown->rows[report->row_count];
        report->rows[report->row_count] = (struct am_report_row){
            .value = from->value[0],
            .then_value = from->value[1],
            .others = from->others,
            .all = am_savings_of(&from->sums, AM_SCOPE_ALL),
            .own = am_profile_savings(&report->request.profile, &from->sums),
        };
    }
    return 0;
}

/* Odd mail is told of all directions, as coverage is. */
static int gather_flaws(struct am_report *report, struct am_store *store,
                        struct am_err *err)
{
    struct am_query query = am_head_query(&report->head);

    query.directions = 0;
    return am_query_flaws(store, &query, report->flaws, err);
}

static int gather(struct am_report *report, struct am_store *store,
                  struct am_err *err)
{
    if (am_head_read(&report->head, store, err) < 0 ||
        gather_flaws(report, store, err) < 0)
        return -1;

    struct am_query query = am_head_query(&report->head);
    if (am_query_messages(store, &query, &report->messages, err) < 0)
        return -1;
    am_profile_prepare(&report->request.profile, &query);
    if (am_query_sums(store, &query, take_total, report, err) < 0)
        return -1;
    return gather_rows(report, store, err);
}

static void add_impact(struct am_report *report)
{
    const struct am_report_request *request = &report->request;
    int year = request->year != 0
                   ? request->year
                   : am_year_of(report->head.period.until_day - 1);

    am_factors_use_grid(request->factors, request->country, year);
    am_impact_compute(&report->impact, &report->sums, &report->messages,
                      request->factors, request->share_scope,
                      &request->profile);
}

int am_report_make(struct am_report **report, struct am_store *store,
                   const struct am_report_request *request, struct am_err *err)
{
    struct am_report *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a report");
    new->request = *request;
    new->totals.value = new->totals.then_value = "";
    new->head = (struct am_head){
        .view = "report",
        .source = request->source,
        .now_s = request->now_s,
        .classes = request->classes,
        .directions = request->directions,
        .period = request->period,
    };
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
    am_breakdown_free(&(*report)->breakdown);
    free(*report);
    *report = NULL;
}
