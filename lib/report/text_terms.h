/*
 * text_terms - the terms of a report apart, for people; for printer_table.
 */
#ifndef AM_REPORT_TEXT_TERMS_H
#define AM_REPORT_TEXT_TERMS_H

#include <stdio.h>

#include "base/units.h"
#include "report/look.h"
#include "report/report.h"

/* What the user's own store saves already, a line or two. */
void am_text_terms_store(const struct am_report *report,
                         enum am_unit_style units, FILE *out);

/* The own buckets and rates, then low, central and high of each term.  Fails
 * with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_text_terms_print(const struct am_report *report,
                                      const struct am_look *look, FILE *out,
                                      struct am_err *err);

#endif
