/*
 * report - one report: what is asked of the store and what came out, ready to
 * be printed.
 *
 * Gathers sums, savings, coverage and CO2e of a range.  Prints nothing
 * (printer_table, printer_json do) and estimates nothing itself (impact does).
 */
#ifndef AM_REPORT_REPORT_H
#define AM_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "carbon/factor.h"
#include "codec/flaw.h"
#include "report/impact.h"
#include "report/period.h"
#include "report/savings.h"
#include "store/query.h"
#include "store/store.h"

#define AM_REPORT_SCHEMA "attachmeter.report/1"

struct am_report_request {
    struct am_period period;
    unsigned classes;    /* 1 << enum am_class; 0: all */
    unsigned directions; /* 1 << enum am_direction; 0: all */
    enum am_by by;       /* AM_BY_NOTHING: no rows */
    int64_t now_s;       /* seconds since 1970 */
    const char *source;  /* what was read, for the head: a path */
    const char *country; /* of the grid, and the year: 0 is the period's */
    int year;
    struct am_factors *factors; /* loaded; the grid is set here */
};

/* One group of --by, or the totals. */
struct am_report_row {
    char value[64]; /* "2026-11-24", "pdf", "inline", "outbound" */
    struct am_savings all, own;
};

struct am_coverage {
    int64_t seen, measured, gaps; /* messages; seen = measured + gaps */
    int64_t gap_reasons[AM_GAP_COUNT];
    int64_t downtime_s; /* the daemon was not running inside the range */
};

struct am_report {
    struct am_report_request request; /* as asked; its texts are the caller's */
    struct am_period period;          /* as used */
    bool with_today; /* no complete day has data: today was taken in */
    struct am_coverage coverage;     /* of all directions */
    int64_t flaws[AM_FLAW_COUNT];    /* parts, or messages, with each of them;
                                        of all directions too */
    struct am_message_sums messages; /* of the directions asked for */
    struct am_sums sums;
    struct am_report_row totals;
    struct am_report_row *rows; /* by day in order, else by avoidable */
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

/* Is there nothing at all in the range: no message and no gap? */
bool am_report_is_empty(const struct am_report *report);

/* The word of a dimension ("type"), and the dimension of a word
 * (AM_BY_COUNT: there is none). */
const char *am_by_name(enum am_by by);
enum am_by am_by_of(const char *name);

/*
 * The classes or directions asked for as words with commas, or "all", into text
 * of size bytes; returns text.
 */
const char *am_report_classes(unsigned classes, char *text, size_t size);
const char *am_report_directions(unsigned directions, char *text, size_t size);

#endif
