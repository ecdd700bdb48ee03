/*
 * balance - what a year's carbon balance needs of a mail relay: the year's
 * days, its bytes, its energy and CO2e by operational and embodied, and apart
 * from them what is avoided and what lies in other people's stores.
 *
 * The CO2e is that of the mail as it was (the scenario "mail" of the model),
 * over the whole life of the year's copies; by Little's law, for a steady flow,
 * this is also what the stock of copies costs in a year.  Nothing is
 * extrapolated: days without data are counted and are missing.
 *
 * Scopes are those of the GHG Protocol.  What is avoided is outside of them and
 * is never subtracted (GHG Protocol ICT Sector Guidance, 2017).
 */
#ifndef AM_REPORT_BALANCE_H
#define AM_REPORT_BALANCE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/calendar.h"
#include "report/csv.h"
#include "report/look.h"
#include "report/report.h"

/* A month of the year, up to the end of the range. */
struct am_balance_month {
    char name[AM_CALENDAR_TEXT_SIZE]; /* "2026-01" */
    int64_t days, days_with_data;     /* of the range */
    bool is_whole; /* all its days are in the range and have data */
    int64_t messages, gaps;
    int64_t delivered_bytes, unique_bytes, avoidable_bytes; /* own, stored */
};

/* A figure of the balance: a count, or an estimate. */
struct am_balance_row {
    const char *section; /* "days", "own", "avoided" ... */
    const char *name;    /* with its unit: "operational_kg_co2e" */
    bool is_count;
    int64_t count;
    struct am_interval value; /* NaN where there is none */
    const char *label, *unit; /* of an estimate, for people */
    const char *note;         /* what it is, in which scope of a balance */
};

#define AM_BALANCE_AVOIDED "avoided" /* the section that has a verdict */

#define AM_BALANCE_MONTHS 12
#define AM_BALANCE_ROWS   32

struct am_balance {
    struct am_report *report; /* of the year, its rows by month */
    struct am_balance_month months[AM_BALANCE_MONTHS];
    size_t month_count;
    struct am_balance_row rows[AM_BALANCE_ROWS];
    size_t row_count;
    int64_t later_messages; /* dated after today: a clock was ahead */
};

/*
 * Make the balance of request->ask.period, which is a year or its beginning; by
 * is not looked at.  On success *balance is the caller's, to be given to
 * am_balance_free().  Fails as am_report_make().
 */
AM_MUST_CHECK int am_balance_make(struct am_balance **balance,
                                  struct am_store *store,
                                  const struct am_report_request *request,
                                  struct am_err *err);

/* Free *balance, which may be NULL, and set it to NULL. */
void am_balance_free(struct am_balance **balance);

/* What is avoided: "established", "not established" ..., or NULL: unknown. */
const char *am_balance_verdict(const struct am_balance *balance);

/*
 * Print it on out.  Fail with AM_ENOMEM, AM_EIO.
 *
 * JSON, "attachmeter.balance/1": as every view; year; months[]; each section as
 * an object, whose figures are integers or {value, min, max, note}; in
 * "avoided" also the verdict; grid {country, year, g_co2e_per_kwh}; method,
 * factor_file {version, sha256}; notes[], sentences that belong to the figures;
 * "explain" if it was asked for.
 *
 * CSV: a row a figure: period (the year, or a month), section, figure, value,
 * min, max, note.
 */
AM_MUST_CHECK int am_balance_text(const struct am_balance *balance,
                                  const struct am_look *look, FILE *out,
                                  struct am_err *err);
AM_MUST_CHECK int am_balance_json(const struct am_balance *balance, FILE *out,
                                  struct am_err *err);
AM_MUST_CHECK int am_balance_csv(const struct am_balance *balance,
                                 enum am_csv_style style, FILE *out,
                                 struct am_err *err);

#endif
