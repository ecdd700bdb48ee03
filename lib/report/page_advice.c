/* page_advice - what to do, and what each measure alone would save; see
 * page_parts.h. */
#include <stdio.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

const struct am_whatif_row *am_page_best_advice(const struct am_page *page,
                                                enum am_whatif_kind kind)
{
    const struct am_whatif *whatif = page->whatif;
    const struct am_whatif_row *best = NULL;

    for (size_t i = 0; i < whatif->row_count; i++) {
        const struct am_whatif_row *row = &whatif->rows[i];
        bool fits = kind == AM_WHATIF_KINDS ? row->kind >= AM_WHATIF_SHARED_LINK
                                            : row->kind == kind;
        if (fits && (best == NULL || row->saved_bytes > best->saved_bytes))
            best = row;
    }
    return best;
}

const char *am_page_remedy(const struct am_page *page,
                           const struct am_whatif_row *row,
                           char text[AM_PAGE_REMEDY_SIZE])
{
    static const char *const names[AM_WHATIF_KINDS] = {
        [AM_WHATIF_LINKING_STORE] = N_("A mail store that links copies"),
        [AM_WHATIF_SINGLE_STORE] = N_("A mail store that keeps files once"),
        [AM_WHATIF_LOGOS] = N_("Signatures without pictures"),
    };
    char least[AM_CELL_SIZE];

    if (row->kind == AM_WHATIF_SHARED_LINK) {
        am_page_size(row->least, page->request.units, least);
        snprintf(text, AM_PAGE_REMEDY_SIZE,
                 _("A shared link for files from %s on"), least);
    } else if (row->kind == AM_WHATIF_LIST_ARCHIVE) {
        snprintf(text, AM_PAGE_REMEDY_SIZE,
                 _("A list archive for mail to %s people or more"),
                 am_count_text(row->least, least));
    } else {
        snprintf(text, AM_PAGE_REMEDY_SIZE, "%s", _(names[row->kind]));
    }
    return text;
}

static const char *explained(enum am_whatif_kind kind)
{
    static const char *const words[AM_WHATIF_KINDS] = {
        [AM_WHATIF_SHARED_LINK] =
            N_("the file lies once in a shared space, the mail carries its "
               "address; downloads go on"),
        [AM_WHATIF_LINKING_STORE] =
            N_("copies of one delivery become hard links: Cyrus, Dovecot by "
               "LMTP"),
        [AM_WHATIF_SINGLE_STORE] =
            N_("large attachments lie once, whichever message they came in: "
               "Dovecot up to 2.3"),
        [AM_WHATIF_LIST_ARCHIVE] =
            N_("large lists get the address of an archive, not the file"),
        [AM_WHATIF_LOGOS] =
            N_("logos are fetched from a web server, or left out"),
    };

    return _(words[kind]);
}

static void write_advice(struct am_html *html, const struct am_page *page,
                         const struct am_whatif_row *row)
{
    int64_t whole = page->whatif->all.delivered.stored_bytes;
    const double share[2] = {0, am_page_part(row->saved_bytes, whole)};
    char remedy[AM_PAGE_REMEDY_SIZE];
    char text[AM_CELL_SIZE];

    am_page_row_head(html);
    am_html_text(html, "%s", am_page_remedy(page, row, remedy));
    am_html_element(html, "small", NULL, "%s", explained(row->kind));
    am_html_close(html);
    am_page_size_cell(html, page, row->saved_bytes);
    am_svg_bar_cell(html, share, am_page_share(share[1], text));
    am_html_close(html);
}

/* The largest first; of two alike, the one that stands first. */
static void write_rows(struct am_html *html, const struct am_page *page)
{
    const struct am_whatif *whatif = page->whatif;
    bool is_written[AM_WHATIF_ROWS] = {false};

    for (;;) {
        size_t next = whatif->row_count;
        for (size_t i = 0; i < whatif->row_count; i++) {
            const struct am_whatif_row *row = &whatif->rows[i];
            if (row->kind >= AM_WHATIF_SHARED_LINK && !is_written[i] &&
                (next == whatif->row_count ||
                 row->saved_bytes > whatif->rows[next].saved_bytes))
                next = i;
        }
        if (next == whatif->row_count)
            return;
        is_written[next] = true;
        write_advice(html, page, &whatif->rows[next]);
    }
}

/* Why there is none. */
static const char *reason_of(const struct am_whatif *whatif)
{
    if (!whatif->is_everything)
        return _("Advice is of all mail: leave out --class and --direction.");
    if (whatif->is_gone) {
        return _("Single attachments of this range are no longer kept: advice "
                 "needs them.");
    }
    if (whatif->is_small)
        return _("Too few people sent these attachments for advice.");
    return _("No measure alone would save one byte in a hundred.");
}

static void write_table(struct am_html *html, const struct am_page *page,
                        const struct am_whatif_row *best)
{
    char remedy[AM_PAGE_REMEDY_SIZE];
    char saved[AM_CELL_SIZE];

    am_page_size(best->saved_bytes, page->request.units, saved);
    am_html_element(html, "p", "answer", _("%s: %s less in our mailboxes."),
                    am_page_remedy(page, best, remedy), saved);
    am_page_table(html, _("What each measure alone would save"));
    am_page_column(html, _("Measure"), false);
    am_page_column(html, _("Saved"), true);
    am_page_column_of_bars(html, _("Of our bytes"));
    am_page_table_body(html);
    write_rows(html, page);
    am_page_table_end(html);
    am_html_element(html, "p", "note", "%s",
                    _("They overlap: never add them up. What would save less "
                      "than one byte in a hundred is left out."));
}

void am_page_advice(struct am_html *html, const struct am_page *page)
{
    const struct am_whatif_row *best =
        am_page_best_advice(page, AM_WHATIF_KINDS);

    am_page_open(html, "advice", "wide", _("What to do?"));
    if (best != NULL) {
        write_table(html, page, best);
    } else {
        am_html_element(html, "p", "answer", "%s", reason_of(page->whatif));
    }
    if (page->whatif->is_cut) {
        am_html_element(html, "p", "note", "%s",
                        _("Out of the days whose single attachments are still "
                          "kept."));
    }
    am_html_close(html);
    am_html_raw(html, "\n");
}
