/* page_trend - bytes over time, and how fast they grow; see page_parts.h. */
#include <math.h>
#include <stdio.h>

#include "base/language.h"
#include "report/growth.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* Down the picture, in pixels. */
#define HEIGHT 220
#define TOP    24
#define BOTTOM 190
#define NAMES  210

#define GAP_SHARE 0.22 /* of a bar's place */
#define PARTS_GAP 2.0  /* pixels between the two parts of a bar */

/* What is above 0 of it. */
static double positive(int64_t bytes)
{
    return bytes > 0 ? (double)bytes : 0;
}

static double find_most(const struct am_trend *trend)
{
    double most = 0;

    for (size_t i = 0; i < trend->count; i++) {
        most = fmax(most, positive(trend->rows[i].own.unique_size_bytes) +
                              positive(trend->rows[i].own.total_bytes));
    }
    return most;
}

static void draw_bar(struct am_html *html, const struct am_trend *trend,
                     size_t number, double most)
{
    const struct am_savings *own = &trend->rows[number].own;
    double place = 100.0 / (double)trend->count;
    double left = place * (double)number;
    const double sides[2] = {left + place * GAP_SHARE / 2,
                             left + place * (1 - GAP_SHARE / 2)};
    double scale = (BOTTOM - TOP) / most;
    double middle = BOTTOM - scale * positive(own->unique_size_bytes);
    double top = middle - scale * positive(own->total_bytes);
    const double plain[2] = {middle, BOTTOM};
    const double hatched[2] = {top, middle - PARTS_GAP};

    am_svg_box(html, "keep", sides, plain);
    am_svg_box(html, "waste", sides, hatched);
}

static void draw(struct am_html *html, const struct am_page *page, double most)
{
    const struct am_trend *trend = page->trend;
    const struct am_trend_row *rows = trend->rows;
    const double ends[2] = {0, 100};
    const double base[2] = {BOTTOM, BOTTOM};
    const double roof[2] = {TOP, TOP};
    char description[256];
    char size[AM_CELL_SIZE];
    char day[AM_CELL_SIZE];

    am_page_size((int64_t)most, page->request.units, size);
    snprintf(description, sizeof(description),
             am_plural("%zu bar from %s to %s; the highest is %s.",
                       "%zu bars from %s to %s; the highest is %s.",
                       trend->count),
             trend->count, rows[0].name, rows[trend->count - 1].name, size);
    am_svg_open(html, "trend-picture", HEIGHT,
                _("Unique and avoidable bytes over time"), description);
    am_svg_line(html, "grid", ends, roof);
    am_svg_text(html, "minor", "start", 0, TOP - 8, size);
    for (size_t i = 0; i < trend->count; i++)
        draw_bar(html, trend, i, most);
    am_svg_line(html, "axis", ends, base);
    am_svg_text(html, "minor", "start", 0, NAMES,
                am_page_day(rows[0].from_day, day));
    am_svg_text(html, "minor", "end", 100, NAMES,
                am_page_day(rows[trend->count - 1].until_day - 1, day));
    am_html_close(html);
    am_html_raw(html, "\n");
    am_html_open(html, "ul", "legend");
    am_svg_legend(html, "keep", _("unique: different content, once"));
    am_svg_legend(html, "waste", _("avoidable"));
    am_html_close(html);
}

/* ---- the sentence ---- */

static void answer(struct am_html *html, const struct am_trend *trend)
{
    const struct am_interval *growth = &trend->growth;
    char share[3][AM_CELL_SIZE];

    if (!am_interval_is_known(growth)) {
        am_html_element(
            html, "p", "answer",
            am_plural("Not to be told yet: %zu whole week of mail, and %d are "
                      "needed.",
                      "Not to be told yet: %zu whole weeks of mail, and %d are "
                      "needed.",
                      trend->weeks),
            trend->weeks, AM_GROWTH_LEAST);
        return;
    }
    am_page_change(growth->central, share[0]);
    am_page_change(growth->low, share[1]);
    am_page_change(growth->high, share[2]);
    am_html_open(html, "p", "answer");
    if (growth->low > 0) {
        am_html_text(html, _("Yes: %s a year (%s to %s)."), share[0], share[1],
                     share[2]);
    } else if (growth->high < 0) {
        am_html_text(html, _("No, it shrinks: %s a year (%s to %s)."), share[0],
                     share[1], share[2]);
    } else {
        am_html_text(html, _("No clear trend: %s a year (%s to %s)."), share[0],
                     share[1], share[2]);
    }
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* The ratio, and its ends over time. */
static void write_ratio(struct am_html *html, const struct am_trend *trend)
{
    double low = (double)NAN;
    double high = (double)NAN;
    char text[3][AM_CELL_SIZE];

    for (size_t i = 0; i < trend->count; i++) {
        double ratio = am_savings_ratio(&trend->rows[i].own);
        low = fmin(low, ratio); /* of a NaN and a number, the number */
        high = fmax(high, ratio);
    }
    am_page_times(am_savings_ratio(&trend->total.own), text[0]);
    if (!isfinite(low)) {
        return;
    }
    am_page_times(low, text[1]);
    am_page_times(high, text[2]);
    am_html_element(html, "p", "note",
                    _("Delivered / unique is %s over all of it, and between %s "
                      "and %s in its parts."),
                    text[0], text[1], text[2]);
}

/* ---- the table ---- */

static void write_row(struct am_html *html, const struct am_page *page,
                      const struct am_trend_row *row)
{
    const struct am_coverage *coverage = &row->coverage;
    double measured = coverage->seen > 0
                          ? (double)coverage->measured / (double)coverage->seen
                          : (double)NAN;
    char text[AM_CELL_SIZE];

    am_page_row_head(html);
    am_html_text(html, "%s%s", row->name, row->is_whole ? "" : "*");
    am_html_close(html);
    am_page_size_cell(html, page, row->own.unique_size_bytes);
    am_page_size_cell(html, page, row->own.total_bytes);
    am_html_element(html, "td", "number", "%s",
                    am_page_times(am_savings_ratio(&row->own), text));
    am_html_element(html, "td", "number", "%s", am_page_share(measured, text));
    am_html_close(html);
}

static void write_table(struct am_html *html, const struct am_page *page)
{
    const struct am_trend *trend = page->trend;

    am_html_open(html, "details", NULL);
    am_html_element(html, "summary", NULL, "%s", _("The same as a table"));
    am_page_table(html,
                  _("Bytes in our mailboxes over time; * not whole: cut by the "
                    "range, not over, the first one of all, or more than one "
                    "hundredth not measured"));
    am_page_column(html, _("Time"), false);
    am_page_column(html, _("Unique"), true);
    am_page_column(html, _("Avoidable"), true);
    am_page_column(html, _("Ratio"), true);
    am_page_column(html, _("Measured"), true);
    am_page_table_body(html);
    for (size_t i = 0; i < trend->count; i++)
        write_row(html, page, &trend->rows[i]);
    am_page_table_end(html);
    am_html_close(html);
}

void am_page_trend(struct am_html *html, const struct am_page *page)
{
    double most = find_most(page->trend);

    am_page_open(html, "trend", "wide long", _("3. Is it growing?"));
    answer(html, page->trend);
    if (page->trend->count > 1) { /* a single bar shows nothing */
        if (most > 0)
            draw(html, page, most);
        write_ratio(html, page->trend);
    }
    if (page->trend->count > 0)
        write_table(html, page);
    am_html_close(html);
    am_html_raw(html, "\n");
}
