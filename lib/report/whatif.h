/*
 * whatif - what would have been saved if a chosen set of attachments had been
 * links to one shared copy, and from which size or number of recipients on it
 * is worth it.
 *
 * Computed on the set itself, from the detail: a content counts once however
 * often the conditions meet it, and what stays as mail outside the set is told.
 * Prints nothing; the attachments are added up by report/links_pass.
 *
 *   stored   bytes of the copies in our mailboxes, under the store profile
 *   shared   decoded bytes of the distinct contents: what the space holds
 *   stubs    factor shared.link_bytes x copies: the links in the mailboxes
 *   saved    stored - shared - stubs; below 0 it is a loss
 *
 * Nothing is freed until the last copy goes, a link does not keep anybody from
 * downloading, and a shared space fills up with what nobody deletes.
 */
#ifndef AM_REPORT_WHATIF_H
#define AM_REPORT_WHATIF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/units.h"
#include "carbon/estimate.h"
#include "report/head.h"
#include "report/impact.h"
#include "report/links_pass.h"
#include "report/profile.h"
#include "store/detail.h"
#include "store/store.h"

/* Advice that saves less than this share of the own stored bytes is none. */
#define AM_WHATIF_ADVICE_SHARE 0.01

/* Percent of the best saving that the advice for links is to reach. */
#define AM_WHATIF_ADVICE_PERCENT 80

struct am_whatif_request {
    struct am_ask ask;
    struct am_detail_rule rule; /* days, classes, directions are ask's */
    const char *country; /* of the grid, and the year: 0 is the period's */
    int year;
    enum am_share_scope share_scope;
    struct am_factors *factors; /* loaded; the grid is set here */
};

/* What rows are about. */
enum am_whatif_kind {
    AM_WHATIF_CHOSEN,        /* the whole set */
    AM_WHATIF_BY_SIZE,       /* from a size on */
    AM_WHATIF_BY_RECIPIENTS, /* from a number of recipients on */
    AM_WHATIF_SHARED_LINK,   /* advice, from here on: links from a size on */
    AM_WHATIF_LINKING_STORE, /* one that links the copies of a delivery */
    AM_WHATIF_SINGLE_STORE,  /* one with single instances */
    AM_WHATIF_LIST_ARCHIVE,  /* links for mail to lists, whatever its size */
    AM_WHATIF_LOGOS,         /* pictures of signatures once, without stubs */
    AM_WHATIF_KINDS
};

/* "chosen", "size", "recipients", "shared_link", "linking_store",
 * "single_instance_store", "list_archive", "signature_logos". */
const char *am_whatif_kind_name(enum am_whatif_kind kind);

/*
 * A set of attachments, and what it would save.  The rows of another store are
 * of all mail: stored_bytes are those of the store there is, shared_bytes those
 * of the other.
 */
struct am_whatif_row {
    enum am_whatif_kind kind;
    int64_t least; /* threshold, bytes or recipients; 0: none */
    unsigned step; /* of the threshold, on report/scale */
    int percent;   /* least is the highest threshold to reach this part of the
                      best saving of its kind; 0: it is a round number */
    int64_t messages, attachments, contents, copies;
    int64_t stored_bytes, shared_bytes, stub_bytes, saved_bytes;
    double best_share; /* saved / the best saving of its kind; NaN: none is */
    bool has_co2e;     /* false: the carbon model has no case for it */
    struct am_interval saved_kg; /* over the life of the copies */
    struct am_interval ratio;    /* mail / shared, of CO2e */
    enum am_verdict verdict;
};

#define AM_WHATIF_ROWS 64

struct am_whatif {
    struct am_head head; /* the range as used */
    struct am_detail_rule rule;
    struct am_profile profile;
    struct am_sums all_sums; /* all mail of the range */
    struct am_savings all;   /* the same as the store keeps it, scope own: what
                                shares are of */
    int64_t all_messages;    /* of the range, with attachments */
    bool is_everything;      /* the rule chooses all there is */
    bool is_cut;   /* the range asked for began before the detail does */
    bool is_gone;  /* there was mail, but its detail is no longer kept */
    bool is_small; /* fewer than five senders are behind the set: it is not
                      told, all of what follows is empty */
    double stub_bytes_each; /* factor shared.link_bytes, central */
    struct am_whatif_row chosen;
    struct am_savings savings; /* of chosen: stored - shared = within + across
                                  + encoding */
    struct am_impact impact;   /* of chosen */
    struct am_links_left left; /* outside of the set, of contents in it */
    struct am_whatif_row rows[AM_WHATIF_ROWS]; /* by kind, then falling */
    size_t row_count;
    bool is_by_interval; /* AM_WHATIF_SHARED_LINK: its threshold is not where
                            the percentage is reached, but that of the largest
                            saving whose CO2e is established */
};

/*
 * Make it.  On success *whatif is the caller's, to be given to
 * am_whatif_free(); the texts and factors of the request must live as long.
 * Fails as am_query_sums(), am_detail_scan() and am_links_feed() do; AM_EINVAL:
 * stubs of such a size cannot be counted.
 */
AM_MUST_CHECK int am_whatif_make(struct am_whatif **whatif,
                                 struct am_store *store,
                                 const struct am_whatif_request *request,
                                 struct am_err *err);

/* Free *whatif, which may be NULL, and set it to NULL. */
void am_whatif_free(struct am_whatif **whatif);

/* The rule that chooses all; its days are not set. */
extern const struct am_detail_rule am_whatif_everything;

#endif
