/*
 * report - one report: what is asked of the store and what came out, ready to
 * be printed.
 *
 * Gathers sums, savings, coverage and CO2e of a range.  Prints nothing
 * (printer_table, printer_json do) and estimates nothing itself (impact does).
 */
#ifndef AM_REPORT_REPORT_H
#define AM_REPORT_REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "carbon/factor.h"
#include "codec/flaw.h"
#include "report/breakdown.h"
#include "report/head.h"
#include "report/impact.h"
#include "report/profile.h"
#include "report/savings.h"
#include "report/terms.h"
#include "store/query.h"
#include "store/store.h"

struct am_report_request {
    struct am_ask ask;
    enum am_by by;       /* AM_BY_NOTHING: no rows */
    enum am_by then_by;  /* the second level, or AM_BY_NOTHING */
    const char *country; /* of the grid, NULL: WORLD; year 0: the period's */
    int year;
    enum am_share_scope share_scope;
    bool is_explained;          /* the CO2e, step by step */
    struct am_factors *factors; /* loaded; the grid is set here */
};

/* One group of --by, or the totals. */
struct am_report_row {
    const char *value;      /* "2026-11-24", "pdf", "inline", "others" */
    const char *then_value; /* of the second level; "": there is none */
    size_t others;          /* groups in it that were too small to be shown */
    struct am_savings all, own; /* own: under the profile */
};

struct am_report {
    struct am_report_request request; /* as asked; its texts are the caller's */
    struct am_head head;              /* the period as used, and coverage */
    int64_t flaws[AM_FLAW_COUNT];     /* parts, or messages, with each of them;
                                         of all directions too */
    struct am_message_sums messages;  /* of the directions asked for */
    struct am_sums sums;
    struct am_report_row totals;
    struct am_already already; /* what the store saves without us */
    struct am_terms terms;
    struct am_breakdown bucket_breakdown; /* classes, but logos apart */
    struct am_report_row *buckets;
    size_t bucket_count;
    double rate_eligible; /* avoidable / delivered of what could be shared; NaN
                             if there is none, or too few senders to tell */
    struct am_breakdown breakdown; /* what the rows are of, in its order */
    struct am_report_row *rows;
    size_t row_count;
    struct am_impact impact;
};

/*
 * Make the report.  The default period without a message in it is followed up
 * to and including today.  On success *report is the caller's, to be given to
 * am_report_free().  Fails as the queries of store/query.h do.
 */
AM_MUST_CHECK int am_report_make(struct am_report **report,
                                 struct am_store *store,
                                 const struct am_report_request *request,
                                 struct am_err *err);

/* Free *report, which may be NULL, and set it to NULL. */
void am_report_free(struct am_report **report);

/* The word of a dimension: "type". */
const char *am_by_name(enum am_by by);

#endif
