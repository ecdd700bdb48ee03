/*
 * page - the report as one HTML file: seven questions about the copies of
 * attachments, each with its answer in a sentence and a picture, what to do
 * about them, and how it was worked out.
 *
 * The file is all there is: no script, no request to anywhere, a style that a
 * Content-Security-Policy knows by its SHA-256, light and dark, from a phone to
 * A4, in the language of base/language.h.  It holds no address, no name of a
 * file and no path.
 *
 * Gathers the views and writes them; estimates nothing itself.  What lies in
 * the parts is said in page_parts.h.
 */
#ifndef AM_REPORT_PAGE_H
#define AM_REPORT_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/units.h"
#include "report/histogram.h"
#include "report/report.h"
#include "report/top.h"
#include "report/trend.h"
#include "report/whatif.h"
#include "store/store.h"

/* From a page that is served to another one. */
struct am_page_link {
    const char *text; /* NULL ends a list of them */
    const char *href;
    bool is_here; /* it is this page */
};

struct am_page_request {
    struct am_report_request
        report;        /* its rows and steps are the page's own:
                          by, then_by, is_explained do not count */
    int64_t mailboxes; /* people behind the mail; 0: not known */
    enum am_unit_style units;
    bool is_served; /* over HTTP: with an empty icon, which browsers then do not
                       ask for */
    const struct am_page_link *links; /* below the head; NULL: none */
};

/* The views that the page shows, all of one moment of the store, for whoever
 * tells a part of it in another way; none of them is NULL. */
struct am_page {
    struct am_page_request request; /* its texts are the caller's */
    struct am_report *report;       /* rows by type */
    struct am_trend *trend;         /* by what suits the length of the range */
    struct am_top *domains;
    struct am_top *contents;
    struct am_histogram *recipients;
    struct am_whatif *whatif; /* rows of advice, of all mail */
    int64_t days_with_data;   /* of the range */
    int64_t complete_days;    /* of these; today is none */
};

/*
 * Gather the views.  A range without mail makes a page as well, which says so.
 * On success *page is the caller's, to be given to am_page_free(); texts, links
 * and factors of the request must live as long.  The single attachments are
 * read once a view that needs them: contents, recipients, what-if.  Fails as
 * am_report_make(), am_top_make(), am_histogram_make() and am_whatif_make() do.
 */
AM_MUST_CHECK int am_page_make(struct am_page **page, struct am_store *store,
                               const struct am_page_request *request,
                               struct am_err *err);

/* Write it on out as UTF-8.  Fails with AM_ENOMEM, AM_EIO. */
AM_MUST_CHECK int am_page_print(const struct am_page *page, FILE *out,
                                struct am_err *err);

/*
 * Write the page's poster in place of it: one sheet of A4 for a team, five
 * figures and one gesture, without domains and contents.  Fails with AM_EINVAL
 * if fewer than five people sent what it would tell of; AM_ENOMEM, AM_EIO.
 */
AM_MUST_CHECK int am_page_print_poster(const struct am_page *page, FILE *out,
                                       struct am_err *err);

/* Free *page, which may be NULL, and set it to NULL. */
void am_page_free(struct am_page **page);

#endif
