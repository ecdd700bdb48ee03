/*
 * printer_trend - a trend as table, JSON or CSV.
 *
 * JSON, schema "attachmeter.trend/1", beside what every view has
 * (report/json.h):
 *
 *   by      "day", "week", "month" or "year"
 *   scope   "own": bytes and copies are those of our mailboxes and Sent folders
 *   store   the profile under which they are
 *   growth  per_year {value, min, max}: 0.1 is 10 % more delivered a year, null
 *           if there are fewer than eight whole weeks; weeks: how many there
 *           are; note: what to beware of, or null
 *   rows    in the order of time, with those that have nothing
 *   total   what the rows add up to
 *
 * A row has day, week, month or year: its name; from and until (that day is not
 * in it), is_whole, messages and messages_with_attachments (of the directions),
 * seen, measured, gaps and downtime_s (of all), and what the rows of a report
 * have, without own_.  CSV has the same cells; the total is its last row.
 */
#ifndef AM_REPORT_PRINTER_TREND_H
#define AM_REPORT_PRINTER_TREND_H

#include <stdio.h>

#include "report/csv.h"
#include "report/look.h"
#include "report/trend.h"

/* Print it on out.  Fail with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_printer_trend_table(const struct am_trend *trend,
                                         const struct am_look *look, FILE *out,
                                         struct am_err *err);
AM_MUST_CHECK int am_printer_trend_json(const struct am_trend *trend, FILE *out,
                                        struct am_err *err);
AM_MUST_CHECK int am_printer_trend_csv(const struct am_trend *trend,
                                       enum am_csv_style style, FILE *out,
                                       struct am_err *err);

#endif
