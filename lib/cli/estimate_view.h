/*
 * estimate_view - an estimate as a table for people, and as CSV.  Computes
 * nothing but units and figures per mailbox.
 */
#ifndef AM_CLI_ESTIMATE_VIEW_H
#define AM_CLI_ESTIMATE_VIEW_H

#include <stdio.h>

#include "base/err.h"
#include "report/csv.h"
#include "report/explain.h"
#include "report/look.h"

struct am_estimate_view {
    const char *title;          /* of the table */
    struct am_explain estimate; /* what was estimated, from what */
    bool is_explained;          /* step by step */
    const char *warning;        /* NULL: none */
    double mailboxes;           /* 0: no figures per mailbox and year */
    double period_days;
    const struct am_look *look;
};

/* An output per mailbox and year of 365 days; mailboxes and days over 0. */
struct am_interval am_estimate_per_mailbox_year(
    const struct am_estimate_view *view, enum am_output output);

/* Print it on out, and the warning on stderr.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_estimate_print_table(const struct am_estimate_view *view,
                                          FILE *out, struct am_err *err);

/* A row an output: its name, value, min and max (central, low, high), unit;
 * or the explanation, a row each. */
AM_MUST_CHECK int am_estimate_print_csv(const struct am_estimate_view *view,
                                        enum am_csv_style style, FILE *out,
                                        struct am_err *err);

#endif
