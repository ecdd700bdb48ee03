/*
 * balance - see balance.h.  Gathers; balance_text.c and balance_json.c print.
 */
#include "report/balance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/language.h"
#include "base/units.h"

#define YEARS_AHEAD 1000 /* how far a wrong clock may have been ahead */

/* ---- rows ---- */

static void add_row(struct am_balance *balance, struct am_balance_row row)
{
    if (balance->row_count < AM_BALANCE_ROWS)
        balance->rows[balance->row_count++] = row;
}

static void add_count(struct am_balance *balance, const char *section,
                      const char *name, int64_t count, const char *note)
{
    add_row(balance, (struct am_balance_row){.section = section,
                                             .name = name,
                                             .is_count = true,
                                             .count = count,
                                             .note = note});
}

/* An estimate of the balance. */
struct figure {
    enum am_output output;
    const char *name, *label, *note;
};

static void add_figure(struct am_balance *balance, const char *section,
                       const struct figure *figure,
                       const struct am_interval *value)
{
    add_row(balance, (struct am_balance_row){
                         .section = section,
                         .name = figure->name,
                         .value = *value,
                         .label = figure->label,
                         .unit = am_output_unit(figure->output),
                         .note = figure->note,
                     });
}

/* Energy and CO2e by mail. */
static const struct figure costs[] = {
    {AM_MAIL_KWH_STORAGE, "energy_storage_kwh", N_("energy, storage"),
     "over the life of the copies"},
    {AM_MAIL_KWH_NETWORK, "energy_network_kwh", N_("energy, network"),
     "when they were sent and fetched"},
    {AM_MAIL_KWH, "energy_kwh", N_("energy, both"), ""},
    {AM_MAIL_KG_OPERATIONAL, "operational_kg_co2e", N_("operational"),
     "electricity; scope 2, location-based, for stores of one's own; scope 3 "
     "category 1 for hosted stores and networks"},
    {AM_MAIL_KG_EMBODIED, "embodied_kg_co2e", N_("embodied"),
     "making of hardware; scope 3 category 2 for hardware of one's own; "
     "category 1 for hosted stores and networks"},
    {AM_MAIL_KGCO2E, "total_kg_co2e", N_("operational + embodied"), ""},
};

static void add_costs(struct am_balance *balance, const char *section,
                      const struct am_estimate *estimate)
{
    for (size_t i = 0; i < sizeof(costs) / sizeof(costs[0]); i++) {
        add_figure(balance, section, &costs[i],
                   &estimate->output[costs[i].output]);
    }
}

static void add_days(struct am_balance *balance)
{
    const struct am_period *period = &balance->report->head.period;
    int64_t first = am_calendar_first(AM_CALENDAR_YEAR, period->from_day);
    int64_t next = am_calendar_next(AM_CALENDAR_YEAR, period->from_day);
    int64_t days = period->until_day - period->from_day;
    int64_t with_data = 0;
    int64_t whole_months = 0;

    for (size_t i = 0; i < balance->month_count; i++) {
        with_data += balance->months[i].days_with_data;
        whole_months += balance->months[i].is_whole;
    }
    add_count(balance, "days", "year_days", next - first, "");
    add_count(balance, "days", "range_days", days, "complete days so far");
    add_count(balance, "days", "days_with_data", with_data,
              "a message or a gap was recorded, or the daemon ran");
    add_count(balance, "days", "missing_days", days - with_data,
              "nothing is known of them; no figure makes up for them");
    add_count(balance, "days", "whole_months", whole_months,
              "months of which every day has data");
}

static void add_mail(struct am_balance *balance)
{
    const struct am_coverage *coverage = &balance->report->head.coverage;

    add_count(balance, "mail", "messages_seen", coverage->seen, "");
    add_count(balance, "mail", "messages_measured", coverage->measured, "");
    add_count(balance, "mail", "messages_not_measured", coverage->gaps,
              "through our fault; no figure makes up for them");
    add_count(balance, "mail", "downtime_s", coverage->downtime_s,
              "the daemon did not run; what passed then is not known");
    add_count(balance, "mail", "messages_after_today", balance->later_messages,
              "dated after today by a clock that was ahead; left out");
}

static void add_bytes(struct am_balance *balance)
{
    const struct am_savings *own = &balance->report->totals.own;

    add_count(balance, "bytes", "received_bytes", own->received.stored_bytes,
              "as stored, once a message");
    add_count(balance, "bytes", "delivered_bytes", own->delivered.stored_bytes,
              "as stored, times own copies");
    add_count(balance, "bytes", "unique_bytes", own->unique_size_bytes,
              "decoded, contents seen for the first time");
    add_count(balance, "bytes", "avoidable_bytes", own->total_bytes,
              "delivered - unique");
}

static const struct figure avoided[] = {
    {AM_SAVED_KWH, "energy_kwh", N_("energy"),
     "mail minus shared; reported apart, never subtracted"},
    {AM_SAVED_KGCO2E, "total_kg_co2e", N_("CO2e"),
     "mail minus shared, over the life of the copies; outside scopes 1 to 3, "
     "reported apart, never subtracted"},
};

static const struct figure kept = {
    AM_SAVED_KGCO2E, "per_year_kg_co2e", N_("CO2e, a year kept"),
    "avoidable own bytes kept one year, storage only"};

static void add_avoided(struct am_balance *balance)
{
    static const struct am_interval unknown = {(double)NAN, (double)NAN,
                                               (double)NAN};
    const struct am_impact *impact = &balance->report->impact;
    const struct am_interval *output = impact->estimate.output;

    for (size_t i = 0; i < sizeof(avoided) / sizeof(avoided[0]); i++) {
        add_figure(balance, AM_BALANCE_AVOIDED, &avoided[i],
                   impact->is_known ? &output[avoided[i].output] : &unknown);
    }
    add_figure(balance, "kept", &kept,
               impact->is_known ? &impact->kept : &unknown);
}

/*
 * Other people's copies, by the factors as they were given: what is measured is
 * of our own store.  Submission is counted with the own copies.  How often
 * their stores link is not known: linked_bytes says that they do not.
 */
static void add_external(struct am_balance *balance)
{
    const struct am_report *report = balance->report;
    const struct am_sums *sums = &report->sums;
    struct am_estimate estimate;
    const struct am_model_input input = {
        .linked_bytes = (double)sums->size_external_bytes,
        .delivered_bytes = (double)sums->size_external_bytes,
        .hop_bytes = (double)(sums->size_hops_bytes - sums->size_lmtp_bytes),
        .deliveries = (double)sums->copies_external,
    };

    am_estimate_run(&input, report->request.factors, &estimate);
    add_count(balance, "external", "copies", sums->copies_external,
              "in other people's stores: part of their balance, never added");
    add_costs(balance, "external", &estimate);
}

static void add_all(struct am_balance *balance)
{
    add_days(balance);
    add_mail(balance);
    add_bytes(balance);
    add_costs(balance, "own", &balance->report->impact.estimate);
    add_external(balance);
    add_avoided(balance);
}

/* ---- gathering ---- */

static void take_bytes(struct am_balance_month *month,
                       const struct am_report *report)
{
    for (size_t i = 0; i < report->row_count; i++) {
        const struct am_report_row *row = &report->rows[i];
        if (strcmp(row->value, month->name) != 0)
            continue;
        month->delivered_bytes = row->own.delivered.stored_bytes;
        month->unique_bytes = row->own.unique_size_bytes;
        month->avoidable_bytes = row->own.total_bytes;
    }
}

static int gather_month(struct am_balance *balance, struct am_store *store,
                        int64_t first_day, struct am_err *err)
{
    struct am_balance_month *month = &balance->months[balance->month_count++];
    struct am_query query = am_head_query(&balance->report->head);
    int64_t next = am_calendar_next(AM_CALENDAR_MONTH, first_day);
    struct am_message_sums sums = {0};

    query.from_day = first_day;
    if (next < query.until_day)
        query.until_day = next;
    if (am_query_days(store, &query, &month->days_with_data, err) < 0 ||
        am_query_messages(store, &query, &sums, err) < 0)
        return -1;
    am_calendar_text(AM_CALENDAR_MONTH, first_day, month->name);
    month->days = query.until_day - query.from_day;
    month->is_whole =
        query.until_day == next && month->days_with_data == month->days;
    month->messages = sums.messages;
    for (size_t i = 0; i < AM_GAP_COUNT; i++)
        month->gaps += sums.gaps[i];
    take_bytes(month, balance->report);
    return 0;
}

static int gather_months(struct am_balance *balance, struct am_store *store,
                         struct am_err *err)
{
    const struct am_period *period = &balance->report->head.period;

    for (int64_t day = period->from_day;
         day < period->until_day && balance->month_count < AM_BALANCE_MONTHS;
         day = am_calendar_next(AM_CALENDAR_MONTH, day)) {
        if (gather_month(balance, store, day, err) < 0)
            return -1;
    }
    return 0;
}

static int gather_later(struct am_balance *balance, struct am_store *store,
                        struct am_err *err)
{
    int64_t tomorrow = am_day_of(balance->report->request.ask.now_s) + 1;
    const struct am_query query = {
        .from_day = tomorrow,
        .until_day = tomorrow + YEARS_AHEAD * INT64_C(366),
    };
    struct am_message_sums sums = {0};

    if (am_query_messages(store, &query, &sums, err) < 0)
        return -1;
    balance->later_messages = sums.messages;
    return 0;
}

static int gather(struct am_balance *balance, struct am_store *store,
                  const struct am_report_request *request, struct am_err *err)
{
    struct am_report_request by_month = *request;

    by_month.by = AM_BY_MONTH;
    by_month.then_by = AM_BY_NOTHING;
    if (am_report_make(&balance->report, store, &by_month, err) < 0 ||
        gather_months(balance, store, err) < 0 ||
        gather_later(balance, store, err) < 0)
        return -1;
    balance->report->head.view = "balance";
    add_all(balance);
    return 0;
}

int am_balance_make(struct am_balance **balance, struct am_store *store,
                    const struct am_report_request *request, struct am_err *err)
{
    struct am_balance *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a balance");
    int result = am_store_hold(store, err);
    if (result == 0) {
        result = gather(new, store, request, err);
        am_store_release(store);
    }
    if (result < 0) {
        am_balance_free(&new);
        return -1;
    }
    *balance = new;
    return 0;
}

void am_balance_free(struct am_balance **balance)
{
    if (*balance == NULL)
        return;
    am_report_free(&(*balance)->report);
    free(*balance);
    *balance = NULL;
}

const char *am_balance_verdict(const struct am_balance *balance)
{
    const struct am_impact *impact = &balance->report->impact;

    return impact->is_known ? am_verdict_name(impact->estimate.verdict) : NULL;
}
