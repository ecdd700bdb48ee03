/*
 * printer_csv - the rows of a report as CSV, and the totals as the last row.
 *
 *   from, until   the range as in the JSON: until is not in it
 *   type          or the dimension that was asked for, one column a level;
 *                 "total" in the last row, "others" for groups too small to
 * show
 *   groups        how many are in the row
 *   ...           what rows have in "attachmeter.report/1", under those names;
 *                 own_... last
 *
 * With report->request.is_explained the rows of report/explain.h instead.
 *
 * Holds no coverage and no CO2e, which are of the whole range: JSON does.
 */
#ifndef AM_REPORT_PRINTER_CSV_H
#define AM_REPORT_PRINTER_CSV_H

#include <stdio.h>

#include "report/csv.h"
#include "report/report.h"

/* Print it on out.  Fails with AM_EIO. */
AM_MUST_CHECK int am_printer_csv_print(const struct am_report *report,
                                       enum am_csv_style style, FILE *out,
                                       struct am_err *err);

#endif
