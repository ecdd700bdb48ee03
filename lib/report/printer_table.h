/*
 * printer_table - a report for people: 80 columns, plain text.
 *
 * No colour at all, so NO_COLOR has nothing to say; nothing is cut, whether
 * out is a terminal or not.
 */
#ifndef AM_REPORT_PRINTER_TABLE_H
#define AM_REPORT_PRINTER_TABLE_H

#include <stdio.h>

#include "base/units.h"
#include "report/report.h"

/* Print it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_printer_table_print(const struct am_report *report,
                                         enum am_unit_style units, FILE *out,
                                         struct am_err *err);

/* Only the four byte counts of both scopes, as the demo shows them. */
AM_MUST_CHECK int am_printer_table_counts(const struct am_report *report,
                                          enum am_unit_style units, FILE *out,
                                          struct am_err *err);

#endif
