/*
 * report - see report.h.
 */
#include "report/report.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/language.h"
#include "base/units.h"
#include "store/sums.h"

static const char *const by_names[AM_BY_COUNT] = {
    [AM_BY_NOTHING] = N_("nothing"),     [AM_BY_DAY] = N_("day"),
    [AM_BY_DIRECTION] = N_("direction"), [AM_BY_DOMAIN] = N_("domain"),
    [AM_BY_FAMILY] = N_("type"),         [AM_BY_CLASS] = N_("class"),
    [AM_BY_BUCKET] = N_("bucket"),       [AM_BY_WEEK] = N_("week"),
    [AM_BY_MONTH] = N_("month"),         [AM_BY_YEAR] = N_("year"),
};

const char *am_by_name(enum am_by by)
{
    return by_names[by];
}

/* Break the range down, and make *rows of it, to be given to free(). */
static int make_rows(const struct am_report *report, struct am_store *store,
                     struct am_query query, struct am_breakdown *breakdown,
                     struct am_report_row **rows, struct am_err *err)
{
    am_profile_prepare(&report->request.ask.profile, &query);
    if (am_breakdown_make(breakdown, store, &query,
                          &report->request.ask.profile, err) < 0)
        return -1;
    *rows = calloc(breakdown->count + 1, sizeof(**rows));
    if (*rows == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for rows");
    for (size_t i = 0; i < breakdown->count; i++) {
        const struct am_breakdown_row *from = &breakdown->rows[i];
        (*rows)[i] = (struct am_report_row){
            .value = from->value[0],
            .then_value = from->value[1],
            .others = from->others,
            .all = am_savings_of(&from->sums, AM_SCOPE_ALL),
            .own =
                am_profile_savings(&report->request.ask.profile, &from->sums),
        };
    }
    return 0;
}

/* The totals are the sum of the buckets, so that the days are read once. */
static int gather_totals(struct am_report *report, struct am_store *store,
                         struct am_err *err)
{
    const struct am_profile *profile = &report->request.ask.profile;
    struct am_breakdown *buckets = &report->bucket_breakdown;
    struct am_query query = am_head_query(&report->head);
    struct am_sums eligible = {0};

    query.by = AM_BY_BUCKET;
    if (make_rows(report, store, query, buckets, &report->buckets, err) < 0)
        return -1;
    report->bucket_count = buckets->count;
    for (size_t i = 0; i < buckets->count; i++) {
        am_sums_add(&report->sums, &buckets->rows[i].sums);
        if (am_terms_is_eligible(buckets->rows[i].value[0]))
            am_sums_add(&eligible, &buckets->rows[i].sums);
    }
    if (am_sums_check(&report->sums, err) < 0)
        return -1;
    report->totals.all = am_savings_of(&report->sums, AM_SCOPE_ALL);
    report->totals.own = am_profile_savings(profile, &report->sums);
    report->already = am_profile_already(profile, &report->sums);
    struct am_savings own = am_profile_savings(profile, &eligible);
    report->rate_eligible = am_terms_rate(&own);
    return 0;
}

static int gather_rows(struct am_report *report, struct am_store *store,
                       struct am_err *err)
{
    struct am_query query = am_head_query(&report->head);

    query.by = report->request.by;
    query.then_by = report->request.then_by;
    if (query.by == AM_BY_NOTHING)
        return 0;
    if (make_rows(report, store, query, &report->breakdown, &report->rows,
                  err) < 0)
        return -1;
    report->row_count = report->breakdown.count;
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
    if (gather_totals(report, store, err) < 0)
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
                      &request->ask.profile);
    report->terms = am_terms_of(&report->sums, &request->ask.profile,
                                &report->impact.factors);
}

int am_report_make(struct am_report **report, struct am_store *store,
                   const struct am_report_request *request, struct am_err *err)
{
    struct am_report *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a report");
    new->request = *request;
    new->totals.value = new->totals.then_value = "";
    new->head = am_head_of("report", &request->ask);
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, err);
        am_store_release(store);
    }
    if (result < 0) {
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
    free((*report)->buckets);
    am_breakdown_free(&(*report)->bucket_breakdown);
    am_breakdown_free(&(*report)->breakdown);
    free(*report);
    *report = NULL;
}
