/*
 * printer_top - a top view as table, JSON or CSV.
 *
 * JSON, schema "attachmeter.top/1", beside what every view has (report/json.h):
 *
 *   of           "contents", "types" or "domains"
 *   scope        "own": all figures are of our mailboxes and Sent folders
 *   store        the profile under which they are
 *   detail_from  of contents: the detail goes back to this day, or further;
 *                else null
 *   rows         the most avoidable first, then "others"
 *   total        what the rows add up to
 *
 * A row has content, type or domain: its name; of contents also size_bytes,
 * type, first_day and last_day (as far as the database remembers, null for
 * others), recipients (local and external, of each sighting); groups, which is
 * how many are in the row; and what the rows of a report have, without own_.
 * CSV has the same cells; the total is its last row.
 */
#ifndef AM_REPORT_PRINTER_TOP_H
#define AM_REPORT_PRINTER_TOP_H

#include <stdio.h>

#include "report/csv.h"
#include "report/look.h"
#include "report/top.h"

/* Print it on out.  Fail with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_printer_top_table(const struct am_top *top,
                                       const struct am_look *look, FILE *out,
                                       struct am_err *err);
AM_MUST_CHECK int am_printer_top_json(const struct am_top *top, FILE *out,
                                      struct am_err *err);
AM_MUST_CHECK int am_printer_top_csv(const struct am_top *top,
                                     enum am_csv_style style, FILE *out,
                                     struct am_err *err);

#endif
