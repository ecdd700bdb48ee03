/* page_bytes - how much is duplicated, in all, by domain and by type; see
 * page_parts.h. */
#include <string.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* ---- in all ---- */

/* A row whose bar is the plain part first, and hatched up to bytes. */
static void write_bytes(struct am_html *html, const struct am_page *page,
                        const char *name, int64_t bytes, int64_t whole)
{
    int64_t unique = page->report->totals.own.unique_size_bytes;
    int64_t plain = unique < bytes ? unique : bytes;
    const double share[2] = {am_page_part(plain, whole),
                             am_page_part(bytes - plain, whole)};
    char text[AM_CELL_SIZE];

    am_page_row(html, name);
    am_page_size_cell(html, page, bytes);
    am_svg_bar_cell(html, share,
                    am_page_share(am_page_part(bytes, whole), text));
    am_html_close(html);
}

static void write_three(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    int64_t delivered = own->delivered.stored_bytes;
    int64_t whole = delivered;

    if (own->received.stored_bytes > whole)
        whole = own->received.stored_bytes;
    if (own->unique_size_bytes > whole)
        whole = own->unique_size_bytes;
    am_html_open(html, "div", NULL);
    am_page_table(html, _("What our mailboxes and Sent folders keep"));
    am_page_column(html, _("Bytes"), false);
    am_page_column(html, _("Size"), true);
    am_page_column_of_bars(html, _("Part"));
    am_page_table_body(html);
    write_bytes(html, page, _("delivered"), delivered, whole);
    write_bytes(html, page, _("received"), own->received.stored_bytes, whole);
    write_bytes(html, page, _("unique"), own->unique_size_bytes, whole);
    am_page_table_end(html);
    am_html_open(html, "ul", "legend");
    am_svg_legend(html, "keep", _("different content, once"));
    am_svg_legend(html, "waste", _("copies of it, and their encoding"));
    am_html_close(html);
    am_html_close(html);
}

static void write_cause(struct am_html *html, const struct am_page *page,
                        const char *name, const char *what, int64_t bytes)
{
    const double share[2] = {
        0, am_page_part(bytes, page->report->totals.own.total_bytes)};
    char text[AM_CELL_SIZE];

    am_page_row_head(html);
    am_html_text(html, "%s", name);
    am_html_element(html, "small", NULL, "%s", what);
    am_html_close(html);
    am_page_size_cell(html, page, bytes);
    am_svg_bar_cell(html, share, am_page_share(share[1], text));
    am_html_close(html);
}

static void write_split(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;

    am_page_table(html, _("Where the avoidable bytes come from"));
    am_page_column(html, _("Cause"), false);
    am_page_column(html, _("Avoidable"), true);
    am_page_column_of_bars(html, _("Part"));
    am_page_table_body(html);
    write_cause(html, page, _("within a message"),
                _("one message to many people; some stores link these"),
                own->within_bytes);
    write_cause(html, page, _("across messages"),
                _("the same file sent again or forwarded"), own->across_bytes);
    write_cause(html, page, _("encoding"),
                _("what base64 adds to each copy, about a third"),
                own->encoding_bytes);
    am_page_table_end(html);
}

static void write_pair(struct am_html *html, const struct am_page *page,
                       const char *name, int64_t own, int64_t all)
{
    am_page_row(html, name);
    am_page_size_cell(html, page, own);
    am_page_size_cell(html, page, all);
    am_html_close(html);
}

static void write_scopes(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    const struct am_savings *all = &page->report->totals.all;

    am_html_open(html, "details", NULL);
    am_html_element(html, "summary", NULL, "%s",
                    _("With other people's mailboxes"));
    am_page_table(html, _("Bytes in our mailboxes, and in all"));
    am_page_column(html, _("Bytes"), false);
    am_page_column(html, _("ours"), true);
    am_page_column(html, _("all"), true);
    am_page_table_body(html);
    write_pair(html, page, _("received"), own->received.stored_bytes,
               all->received.stored_bytes);
    write_pair(html, page, _("delivered"), own->delivered.stored_bytes,
               all->delivered.stored_bytes);
    write_pair(html, page, _("unique"), own->unique_size_bytes,
               all->unique_size_bytes);
    write_pair(html, page, _("avoidable"), own->total_bytes, all->total_bytes);
    am_page_row(html, _("attachments"));
    am_page_count_cell(html, own->sightings);
    am_page_count_cell(html, all->sightings);
    am_html_close(html);
    am_page_row(html, _("copies"));
    am_page_count_cell(html, am_savings_copies(own));
    am_page_count_cell(html, am_savings_copies(all));
    am_html_close(html);
    am_page_table_end(html);
    am_html_close(html);
}

static void write_store(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    const char *name = am_profile_name(page->request.report.ask.profile.id);
    char already[AM_CELL_SIZE];

    if (own->already_bytes == 0) {
        am_html_element(html, "p", "note",
                        _("Taken for a store that keeps a file a mailbox (%s): "
                          "what yours links, compresses or keeps once is not "
                          "avoidable any more; say so with store_profile."),
                        name);
        return;
    }
    am_page_size(own->already_bytes, page->request.units, already);
    am_html_element(html, "p", "note",
                    _("Your store (%s) saves %s already: that is in none of "
                      "these figures."),
                    name, already);
}

void am_page_duplicate(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    char avoidable[AM_CELL_SIZE];
    char delivered[AM_CELL_SIZE];
    char share[AM_CELL_SIZE];

    am_page_open(html, "duplicated", "wide", _("1. How much is duplicated?"));
    am_page_size(own->total_bytes, page->request.units, avoidable);
    am_page_size(own->delivered.stored_bytes, page->request.units, delivered);
    if (own->total_bytes > 0) {
        am_html_element(html, "p", "answer",
                        _("Of %s in our mailboxes, %s (%s) would not be there "
                          "if each file were kept once."),
                        delivered, avoidable,
                        am_page_share(am_terms_rate(own), share));
    } else {
        am_html_element(html, "p", "answer",
                        _("Of %s in our mailboxes, nothing is there twice."),
                        delivered);
    }
    am_html_open(html, "div", "halves");
    write_three(html, page);
    write_split(html, page);
    am_html_close(html);
    write_store(html, page);
    write_scopes(html, page);
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* ---- by domain ---- */

static void open_groups(struct am_html *html, const char *caption,
                        const char *first)
{
    am_page_table(html, caption);
    am_page_column(html, first, false);
    am_page_column(html, _("Copies"), true);
    am_page_column(html, _("Avoidable"), true);
    am_page_column_of_bars(html, _("Part"));
    am_page_table_body(html);
}

/* The longest bar is that of most_bytes. */
static void write_group(struct am_html *html, const struct am_page *page,
                        const char *name, size_t others,
                        const struct am_savings *own, int64_t most_bytes)
{
    int64_t whole = page->report->totals.own.total_bytes;
    const double bar[2] = {0, am_page_part(own->total_bytes, most_bytes)};
    char text[AM_CELL_SIZE];
    char count[AM_COUNT_SIZE];

    if (others > 0) {
        am_page_row_head(html);
        am_html_text(html, _("others (%s)"),
                     am_count_text((long long)others, count));
        am_html_close(html);
    } else {
        am_page_row(html, name);
    }
    am_page_count_cell(html, am_savings_copies(own));
    am_page_size_cell(html, page, own->total_bytes);
    am_svg_bar_cell(html, bar,
                    am_page_share(am_page_part(own->total_bytes, whole), text));
    am_html_close(html);
}

/* What stands in the place of a domain, where there is not one of ours. */
#define NONE    "none"
#define SEVERAL "several"

/* Domains with a name first, then what is none, then others. */
static int rank_of(const struct am_top_row *row)
{
    if (row->is_others)
        return 2;
    return strcmp(row->name, NONE) == 0 || strcmp(row->name, SEVERAL) == 0;
}

static const char *domain_of(const struct am_top_row *row)
{
    if (rank_of(row) != 1)
        return row->name;
    return strcmp(row->name, NONE) == 0 ? _("no domain of ours")
                                        : _("several of ours");
}

static void answer_domains(struct am_html *html, const struct am_page *page)
{
    const struct am_top *top = page->domains;
    int64_t whole = page->report->totals.own.total_bytes;
    const struct am_top_row *first = NULL;
    char share[AM_CELL_SIZE];

    for (size_t i = 0; i < top->count && first == NULL; i++) {
        if (rank_of(&top->rows[i]) == 0)
            first = &top->rows[i];
    }
    if (first == NULL || whole <= 0) {
        am_html_element(html, "p", "answer", "%s",
                        _("No domain stands out: each has fewer than five "
                          "senders on a day, or no copy of its own."));
        return;
    }
    am_html_element(
        html, "p", "answer", _("%s has %s of what is avoidable."), first->name,
        am_page_share(am_page_part(first->own.total_bytes, whole), share));
}

void am_page_domains(struct am_html *html, const struct am_page *page)
{
    const struct am_top *top = page->domains;
    int64_t most = 0;

    for (size_t i = 0; i < top->count; i++) {
        if (top->rows[i].own.total_bytes > most)
            most = top->rows[i].own.total_bytes;
    }
    am_page_open(html, "domains", NULL, _("4. Where do the copies come from?"));
    answer_domains(html, page);
    open_groups(html, _("Own domains, by avoidable bytes"), _("Domain"));
    for (int rank = 0; rank < 3; rank++) {
        for (size_t i = 0; i < top->count; i++) {
            const struct am_top_row *row = &top->rows[i];
            if (rank_of(row) != rank)
                continue;
            write_group(html, page, domain_of(row),
                        row->is_others ? row->groups : 0, &row->own, most);
        }
    }
    am_page_table_end(html);
    am_html_element(html, "p", "note", "%s",
                    _("The sender's domain, or of mail from outside that of "
                      "the recipients. Others: beyond the first ten, or with "
                      "fewer than five senders on each day."));
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* ---- by type ---- */

static void answer_types(struct am_html *html, const struct am_page *page)
{
    const struct am_report *report = page->report;
    int64_t whole = report->totals.own.total_bytes;
    char share[AM_CELL_SIZE];

    if (report->row_count == 0 || report->rows[0].others > 0 || whole <= 0) {
        am_html_element(html, "p", "answer", "%s",
                        _("No type stands out, or too few people sent it."));
        return;
    }
    am_html_element(
        html, "p", "answer",
        _("The largest part is %s: %s of what is avoidable."),
        am_page_family(report->rows[0].value),
        am_page_share(am_page_part(report->rows[0].own.total_bytes, whole),
                      share));
}

void am_page_types(struct am_html *html, const struct am_page *page)
{
    const struct am_report *report = page->report;
    int64_t most = 0;

    for (size_t i = 0; i < report->row_count; i++) {
        if (report->rows[i].own.total_bytes > most)
            most = report->rows[i].own.total_bytes;
    }
    am_page_open(html, "types", NULL, _("5. Which types of files?"));
    answer_types(html, page);
    open_groups(html, _("Types, by avoidable bytes"), _("Type"));
    for (size_t i = 0; i < report->row_count; i++) {
        const struct am_report_row *row = &report->rows[i];
        write_group(html, page, am_page_family(row->value), row->others,
                    &row->own, most);
    }
    am_page_table_end(html);
    am_html_element(html, "p", "note", "%s",
                    _("Told from the first bytes of each file, not from the "
                      "type that it was declared as."));
    am_html_close(html);
    am_html_raw(html, "\n");
}
