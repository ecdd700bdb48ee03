/*
 * printer_table - a report for people: 80 columns, or what its look says.
 *
 * Nothing is cut, whether out is a terminal or not.
 */
#ifndef AM_REPORT_PRINTER_TABLE_H
#define AM_REPORT_PRINTER_TABLE_H

#include <stdio.h>

#include "report/look.h"
#include "report/report.h"

/* Print it on out.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_printer_table_print(const struct am_report *report,
                                         const struct am_look *look, FILE *out,
                                         struct am_err *err);

/* Only the four byte counts of both scopes, as the demo shows them. */
AM_MUST_CHECK int am_printer_table_counts(const struct am_report *report,
                                          const struct am_look *look, FILE *out,
                                          struct am_err *err);

#endif
