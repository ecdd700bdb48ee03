/*
 * printer_histogram - a histogram as table, JSON or CSV.
 *
 * JSON, schema "attachmeter.histogram/1", beside what every view has
 * (report/json.h): of ("recipients", "repeats", "size"), scope ("own"), store,
 * detail_from (the detail goes back to this day, or further; null: there is
 * nothing), rows, total (what the rows add up to).  A row has at_least and
 * at_most, both included, and what the rows of a report have, without own_. CSV
 * has the same cells; the total is its last row.
 */
#ifndef AM_REPORT_PRINTER_HISTOGRAM_H
#define AM_REPORT_PRINTER_HISTOGRAM_H

#include <stdio.h>

#include "report/csv.h"
#include "report/histogram.h"
#include "report/look.h"

/* Print it on out.  Fail with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_printer_histogram_table(
    const struct am_histogram *histogram, const struct am_look *look, FILE *out,
    struct am_err *err);
AM_MUST_CHECK int am_printer_histogram_json(
    const struct am_histogram *histogram, FILE *out, struct am_err *err);
AM_MUST_CHECK int am_printer_histogram_csv(const struct am_histogram *histogram,
                                           enum am_csv_style style, FILE *out,
                                           struct am_err *err);

#endif
