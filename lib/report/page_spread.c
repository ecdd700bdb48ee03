/* page_spread - what goes to how many, and the contents with most avoidable
 * bytes, without their names; see page_parts.h. */
#include <inttypes.h>
#include <stdio.h>

#include "base/language.h"
#include "meter/family.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* Recipients, of which the answer tells: the first that some row begins with.
 */
static const int64_t leasts[] = {4, 2};

/* ---- recipients ---- */

/* What goes to so many people or more; returns how many they are at least, 0:
 * nothing does. */
static int64_t add_from(const struct am_histogram *histogram, int64_t least,
                        int64_t *sightings, int64_t *avoidable_bytes)
{
    int64_t found = 0;

    for (size_t i = 0; i < histogram->count; i++) {
        const struct am_histogram_row *row = &histogram->rows[i];
        if (row->at_least < least)
            continue;
        found = found == 0 ? row->at_least : found;
        *sightings += row->own.sightings;
        *avoidable_bytes += row->own.total_bytes;
    }
    return found;
}

bool am_page_many(const struct am_histogram *histogram,
                  struct am_page_many *many)
{
    const struct am_savings *total = &histogram->total.own;
    int64_t sightings = 0;
    int64_t avoidable_bytes = 0;

    *many = (struct am_page_many){0};
    for (size_t i = 0;
         i < sizeof(leasts) / sizeof(leasts[0]) && many->least == 0; i++) {
        many->least =
            add_from(histogram, leasts[i], &sightings, &avoidable_bytes);
    }
    many->sighting_share = am_page_part(sightings, total->sightings);
    many->avoidable_share = am_page_part(avoidable_bytes, total->total_bytes);
    return many->least > 0 && total->total_bytes > 0;
}

static void answer(struct am_html *html, const struct am_histogram *histogram)
{
    struct am_page_many many;
    char share[2][AM_CELL_SIZE];
    char count[AM_COUNT_SIZE];

    if (!am_page_many(histogram, &many)) {
        am_html_element(html, "p", "answer", "%s",
                        _("None stands out: no message to many people is told "
                          "apart here."));
        return;
    }
    am_page_share(many.sighting_share, share[0]);
    am_page_share(many.avoidable_share, share[1]);
    am_html_element(html, "p", "answer",
                    _("Messages to %s people or more carry %s of the "
                      "attachments and make %s of what is avoidable."),
                    am_count_text(many.least, count), share[0], share[1]);
}

/* The longest bar is that of most_bytes. */
static void write_bucket(struct am_html *html, const struct am_page *page,
                         const struct am_histogram_row *row, int64_t most_bytes)
{
    int64_t whole = page->recipients->total.own.total_bytes;
    const double bar[2] = {0, am_page_part(row->own.total_bytes, most_bytes)};
    char low[AM_COUNT_SIZE];
    char high[AM_COUNT_SIZE];
    char text[AM_CELL_SIZE];

    am_page_row_head(html);
    am_html_text(html, "%s", am_count_text(row->at_least, low));
    if (row->at_most > row->at_least)
        am_html_text(html, "–%s", am_count_text(row->at_most, high));
    am_html_close(html);
    am_page_count_cell(html, row->own.sightings);
    am_page_size_cell(html, page, row->own.total_bytes);
    am_svg_bar_cell(
        html, bar,
        am_page_share(am_page_part(row->own.total_bytes, whole), text));
    am_html_close(html);
}

static void write_recipients(struct am_html *html, const struct am_page *page)
{
    const struct am_histogram *histogram = page->recipients;
    int64_t most = 0;

    for (size_t i = 0; i < histogram->count; i++) {
        if (histogram->rows[i].own.total_bytes > most)
            most = histogram->rows[i].own.total_bytes;
    }
    am_html_open(html, "div", NULL);
    am_page_table(html, _("Attachments by the recipients of their message"));
    am_page_column(html, _("Recipients"), false);
    am_page_column(html, _("Seen"), true);
    am_page_column(html, _("Avoidable"), true);
    am_page_column_of_bars(html, _("Part"));
    am_page_table_body(html);
    for (size_t i = 0; i < histogram->count; i++)
        write_bucket(html, page, &histogram->rows[i], most);
    am_page_table_end(html);
    am_html_close(html);
}

/* ---- contents ---- */

static const char *type_of(const struct am_top_content *content)
{
    int64_t family = content->known.family;

    return am_page_family(am_family_name(family >= 0 && family < AM_FAMILY_COUNT
                                             ? (enum am_family)family
                                             : AM_FAMILY_OTHER));
}

static void write_content(struct am_html *html, const struct am_page *page,
                          const struct am_top_row *row, size_t number)
{
    const struct am_top_content *content = row->content;
    char text[AM_CELL_SIZE];

    am_page_row_head(html);
    if (content != NULL) {
        am_html_text(html, "%zu. %s", number, type_of(content));
        am_page_size(content->known.size_bytes, page->request.units, text);
        am_html_element(html, "small", NULL, "%s", text);
    } else {
        am_html_text(html, _("others (%s)"),
                     am_count_text((long long)row->groups, text));
    }
    am_html_close(html);
    am_page_count_cell(html, row->own.sightings);
    am_html_element(html, "td", "number", "×%s",
                    am_count_text(am_savings_copies(&row->own), text));
    am_page_size_cell(html, page, row->own.total_bytes);
    am_html_close(html);
}

static void write_contents(struct am_html *html, const struct am_page *page)
{
    const struct am_top *top = page->contents;

    am_html_open(html, "div", NULL);
    am_page_table(html, _("Contents with most avoidable bytes"));
    am_page_column(html, _("Content"), false);
    am_page_column(html, _("Seen"), true);
    am_page_column(html, _("Copies"), true);
    am_page_column(html, _("Avoidable"), true);
    am_page_table_body(html);
    for (size_t i = 0; i < top->count; i++)
        write_content(html, page, &top->rows[i], i + 1);
    am_page_table_end(html);
    am_html_close(html);
}

void am_page_spread(struct am_html *html, const struct am_page *page)
{
    const struct am_histogram *histogram = page->recipients;
    char day[AM_CELL_SIZE];

    am_page_open(html, "spread", "wide", _("6. What goes to many people?"));
    answer(html, histogram);
    am_html_open(html, "div", "halves");
    write_recipients(html, page);
    write_contents(html, page);
    am_html_close(html);
    am_html_element(html, "p", "note",
                    _("Seen: in messages, ours and those to us. A content has "
                      "a number here and no name; it has a row of its own only "
                      "if %d people sent it on one day, and rows of fewer than "
                      "%d are taken together."),
                    AM_SENDERS_MAX, AM_SENDERS_MAX);
    if (histogram->detail_from_day > histogram->head.period.from_day) {
        am_html_element(html, "p", "note",
                        _("Single attachments are kept from %s on: this "
                          "picture is of those days."),
                        am_page_day(histogram->detail_from_day, day));
    }
    am_html_close(html);
    am_html_raw(html, "\n");
}
