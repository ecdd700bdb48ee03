/*
 * printer_whatif - a whatif for people, for programs and for spreadsheets.
 */
#ifndef AM_REPORT_PRINTER_WHATIF_H
#define AM_REPORT_PRINTER_WHATIF_H

#include <stdio.h>

#include "base/language.h"
#include "report/csv.h"
#include "report/look.h"
#include "report/whatif.h"

/* Print it on out, in 80 columns.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_whatif_print_table(const struct am_whatif *whatif,
                                        const struct am_look *look, FILE *out,
                                        struct am_err *err);

/* One object, schema attachmeter.whatif/1 (conf/schema/whatif-1.json). */
AM_MUST_CHECK int am_whatif_print_json(const struct am_whatif *whatif,
                                       FILE *out, struct am_err *err);

/* A row for the set, for each threshold and for each advice. */
AM_MUST_CHECK int am_whatif_print_csv(const struct am_whatif *whatif,
                                      enum am_csv_style style, FILE *out,
                                      struct am_err *err);

/* A set that rests on fewer than five senders, in words. */
#define AM_WHATIF_SMALL \
 N_("fewer than five senders are behind these attachments: not shown")

#endif
