/*
 * top - what has the most avoidable bytes of the scope own: contents, types or
 * own domains, those beyond the first ones and those of a few senders together
 * as others, so that the rows add up to the total.
 *
 * Types and domains are out of the sums of days, as in a report.  Contents are
 * out of the detail (report/pieces): those that it still holds, with a digest
 * and a copy of ours, and unique is of distinct contents there.  So the totals
 * of the two are not the same, and the view says which it is.
 *
 * A content is shown only if AM_SENDERS_MAX senders sent it on one day; it is
 * told by the beginning of its fingerprint, which says nothing without the
 * site's key and the file.  Prints nothing.
 */
#ifndef AM_REPORT_TOP_H
#define AM_REPORT_TOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/language.h"
#include "report/breakdown.h"
#include "report/head.h"
#include "report/profile.h"
#include "report/savings.h"
#include "store/detail_extent.h"
#include "store/store.h"

#define AM_TOP_LIMIT 10 /* rows, if nothing else is asked for */

enum am_top_of {
    AM_TOP_CONTENTS,
    AM_TOP_TYPES,
    AM_TOP_DOMAINS,
    AM_TOP_COUNT
};

/* "contents", "types", "domains", NULL. */
/* The name of the row of mail without a domain of ours. */
#define AM_TOP_NO_DOMAIN N_("none")

extern const char *const am_top_names[AM_TOP_COUNT + 1];

struct am_top_request {
    struct am_ask ask;
    enum am_top_of of;
    size_t limit; /* rows before the others; 0: all */
};

/* Hexadecimal digits of a fingerprint, and NUL: among ten million contents two
 * have the same ones once in five times. */
#define AM_TOP_ID_SIZE 13

/* A content as it is shown. */
struct am_top_content {
    char id[AM_TOP_ID_SIZE];
    struct am_detail_content known;
};

struct am_top_row {
    const char *name; /* of a type or domain; AM_OTHERS; "total" */
    const struct am_top_content *content; /* NULL: it is not one content */
    size_t groups;                        /* how many are in the row */
    bool is_others;
    int64_t recipients; /* of contents: local and external, of each sighting */
    struct am_savings own;
};

struct am_top {
    struct am_top_request request; /* as asked; its texts are the caller's */
    struct am_head head;
    int64_t detail_from_day; /* of contents: the first day that is there; any
                                of them, if it is before the range */
    struct am_top_row *rows; /* others are the last one, the total is not in */
    size_t count;
    struct am_top_row total;
    struct am_breakdown breakdown; /* these two own what rows point to */
    struct am_top_content *contents;
};

/*
 * Make it.  Returns 0; 1: there is nothing, *err says why if there was mail; or
 * -1 as am_query_sums(), am_detail_scan() and am_pieces_feed() fail.  *top is
 * the caller's, to be given to am_top_free(), unless it failed.
 */
AM_MUST_CHECK int am_top_make(struct am_top **top, struct am_store *store,
                              const struct am_top_request *request,
                              struct am_err *err);

/* Free *top, which may be NULL, and set it to NULL. */
void am_top_free(struct am_top **top);

#endif
