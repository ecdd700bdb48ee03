/*
 * estimate_view - an estimate on standard output, as a table for people.
 * Computes nothing but units and figures per mailbox.
 */
#ifndef AM_CLI_ESTIMATE_VIEW_H
#define AM_CLI_ESTIMATE_VIEW_H

#include "carbon/estimate.h"
#include "carbon/factor.h"

struct am_estimate_view {
    const char *title; /* of the table */
    const struct am_model_input *input;
    const struct am_factors *factors;
    const struct am_estimate *estimate;
    const char *warning; /* NULL: none */
    double mailboxes;    /* 0: no figures per mailbox and year */
    double period_days;
};

/* An output per mailbox and year of 365 days; mailboxes and days over 0. */
struct am_interval am_estimate_per_mailbox_year(
    const struct am_estimate_view *view, enum am_output output);

/* Returns 0, or -1: no memory, or standard output failed. */
int am_estimate_print_table(const struct am_estimate_view *view);

#endif
