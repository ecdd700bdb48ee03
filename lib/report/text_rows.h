/*
 * text_rows - the rows of a report, for people: one or two levels.
 */
#ifndef AM_REPORT_TEXT_ROWS_H
#define AM_REPORT_TEXT_ROWS_H

#include <stdio.h>

#include "report/look.h"
#include "report/report.h"

/*
 * Print the rows on out, with their total; on two levels each group of the
 * first one is a line above those inside it.  Fails with AM_ENOMEM, AM_EIO.
 */
AM_MUST_CHECK int am_text_rows_print(const struct am_report *report,
                                     const struct am_look *look, FILE *out,
                                     struct am_err *err);

#endif
