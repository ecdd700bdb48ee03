/*
 * page_parts - the pieces of a page, one page_X.c for a few of them: each
 * writes what it is about and closes what it opened.
 *
 * Only report/page calls them, and they call nothing but what writes: all
 * figures are those of the page's views.
 */
#ifndef AM_REPORT_PAGE_PARTS_H
#define AM_REPORT_PAGE_PARTS_H

#include "report/html.h"
#include "report/page.h"
#include "report/svg.h"

typedef void am_page_part_fn(struct am_html *html, const struct am_page *page);

/* page_head: range, coverage and store; the four answers of the first screen.
 */
am_page_part_fn am_page_head, am_page_tiles;

/* page_bytes: 1, how much is duplicated; by type and by domain: 5 and 4. */
am_page_part_fn am_page_duplicate, am_page_domains, am_page_types;

/* page_saving: 2, how much could be saved; 7, beside a benchmark. */
am_page_part_fn am_page_saving, am_page_benchmark;

/* page_trend: 3, is it growing? */
am_page_part_fn am_page_trend;

/* page_spread: 6, what goes to how many. */
am_page_part_fn am_page_spread;

/* page_advice: what to do. */
am_page_part_fn am_page_advice;

/* page_method: how it was worked out, what is not in it, what is not recorded.
 */
am_page_part_fn am_page_method, am_page_privacy;

/* page_poster: all of the sheet. */
am_page_part_fn am_page_poster;

/*
 * Begin a section with a heading; class_name is added to "picture", NULL: none.
 * id is unique.  Close it with am_html_close().
 */
void am_page_open(struct am_html *html, const char *id, const char *class_name,
                  const char *heading);

/* A head cell of a column; is_number: of one of numbers. */
void am_page_column(struct am_html *html, const char *text, bool is_number);

/* The head cell above bars, which are the last column. */
void am_page_column_of_bars(struct am_html *html, const char *text);

/* Open a table with a caption, up to where its columns' heads are written, and
 * go on to its body.  Close it with am_page_table_end(). */
void am_page_table(struct am_html *html, const char *caption);
void am_page_table_body(struct am_html *html);
void am_page_table_end(struct am_html *html);

/* Open a row, with its head; or only begin that, to be closed by the caller. */
void am_page_row(struct am_html *html, const char *name);
void am_page_row_head(struct am_html *html);

/* A cell with a number of bytes, or of things. */
void am_page_size_cell(struct am_html *html, const struct am_page *page,
                       int64_t bytes);
void am_page_count_cell(struct am_html *html, int64_t count);

/* The best advice there is, by bytes saved, or NULL; of one kind, or of any
 * that is advice (AM_WHATIF_KINDS). */
const struct am_whatif_row *am_page_best_advice(const struct am_page *page,
                                                enum am_whatif_kind kind);

/* What messages to many carry: parts of the attachments, and of what is
 * avoidable, in our own mailboxes. */
struct am_page_many {
    int64_t least; /* recipients, from which on they are many */
    double sighting_share, avoidable_share;
};

/* Fill *many; false: there are none, or too few to be told apart. */
bool am_page_many(const struct am_histogram *histogram,
                  struct am_page_many *many);

/* What a remedy is called. */
#define AM_PAGE_REMEDY_SIZE 160
const char *am_page_remedy(const struct am_page *page,
                           const struct am_whatif_row *row,
                           char text[AM_PAGE_REMEDY_SIZE]);

#endif
