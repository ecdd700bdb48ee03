/* page_saving - what could be saved, as an interval on a logarithmic axis; see
 * page_parts.h. */
#include <math.h>
#include <stdio.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* Down the picture, in pixels. */
#define HEIGHT    96
#define VALUES_AT 22
#define AXIS_AT   48
#define TICKS_AT  78

/* Across, in percent. */
#define LEFT  12.0
#define ROOM  76.0
#define APART 17.0 /* two texts side by side */

#define DECADES_MOST 5 /* with a text each */

/* ---- the picture ---- */

/* An axis of whole decades, in kg. */
struct decades {
    int first, last;
};

static struct decades decades_of(const struct am_interval *kg)
{
    struct decades decades = {(int)floor(log10(kg->low)),
                              (int)ceil(log10(kg->high))};

    if (decades.last == decades.first)
        decades.last++;
    return decades;
}

static double across(const struct decades *decades, double kg)
{
    double width = decades->last - decades->first;

    return LEFT + ROOM * (log10(kg) - decades->first) / width;
}

static void draw_axis(struct am_html *html, const struct decades *decades)
{
    int step = 1 + (decades->last - decades->first - 1) / DECADES_MOST;
    const double ends[2] = {LEFT, LEFT + ROOM};
    const double at[2] = {AXIS_AT, AXIS_AT};
    char text[AM_CELL_SIZE];

    am_svg_line(html, "axis", ends, at);
    for (int i = decades->first; i <= decades->last; i++) {
        double kg = pow(10, i);
        const double place[2] = {across(decades, kg), across(decades, kg)};
        const double tick[2] = {AXIS_AT, AXIS_AT + 8};
        am_svg_line(html, "axis", place, tick);
        if ((i - decades->first) % step == 0) {
            am_svg_text(html, "minor", "middle", place[0], TICKS_AT,
                        am_page_mass_text(kg, 1, text));
        }
    }
}

static void draw_interval(struct am_html *html, const struct decades *decades,
                          const struct am_interval *kg)
{
    const double ends[2] = {across(decades, kg->low),
                            across(decades, kg->high)};
    const double at[2] = {AXIS_AT, AXIS_AT};
    const double caps[2] = {AXIS_AT - 7, AXIS_AT + 7};
    double point = across(decades, kg->central);
    char text[AM_CELL_SIZE];

    am_svg_line(html, "span", ends, at);
    for (int i = 0; i < 2; i++) {
        const double place[2] = {ends[i], ends[i]};
        am_svg_line(html, "span", place, caps);
    }
    am_svg_dot(html, "point", point, AXIS_AT, 8);
    am_svg_text(html, "strong", "middle", point, VALUES_AT,
                am_page_mass_text(kg->central, AM_SIGNIFICANT_DIGITS, text));
    if (point - ends[0] > APART) {
        am_svg_text(html, NULL, "middle", ends[0], VALUES_AT,
                    am_page_mass_text(kg->low, AM_SIGNIFICANT_DIGITS, text));
    }
    if (ends[1] - point > APART) {
        am_svg_text(html, NULL, "middle", ends[1], VALUES_AT,
                    am_page_mass_text(kg->high, AM_SIGNIFICANT_DIGITS, text));
    }
}

static void draw(struct am_html *html, const struct am_interval *kg,
                 const struct am_page_mass *mass)
{
    char description[256];

    if (!(kg->low > 0))
        return; /* no place on such an axis */
    struct decades decades = decades_of(kg);
    snprintf(description, sizeof(description),
             _("A point at %s on a line from %s to %s, on a logarithmic "
               "axis."),
             mass->central, mass->low, mass->high);
    am_svg_open(html, "saving-picture", HEIGHT,
                _("CO₂e of the avoidable bytes, kept for a year"), description);
    draw_axis(html, &decades);
    draw_interval(html, &decades, kg);
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* ---- the rest ---- */

static void write_basis(struct am_html *html, const struct am_page *page,
                        const struct am_page_mass *kept)
{
    char avoidable[AM_CELL_SIZE];

    am_page_size(page->report->impact.kept_bytes, page->request.units,
                 avoidable);
    am_html_element(html, "p", "answer",
                    _("Keeping %s of copies for one year costs %s of CO₂e, "
                      "or anything from %s."),
                    avoidable, kept->central, kept->range);
}

/* Why it is called so: mail / shared and its interval. */
static void write_reason(struct am_html *html, enum am_verdict verdict,
                         const char *ratio, const char *range)
{
    switch (verdict) {
    case AM_ESTABLISHED:
        am_html_text(html,
                     _("Established: all of the interval of mail / shared, %s "
                       "(%s), lies above 1."),
                     ratio, range);
        return;
    case AM_LOSS_ESTABLISHED:
        am_html_text(html,
                     _("A loss, established: all of the interval of "
                       "mail / shared, %s (%s), lies below 1."),
                     ratio, range);
        return;
    case AM_NOT_ESTABLISHED:
    default:
        am_html_text(html,
                     _("Not established: sharing may cost as much as mail, "
                       "since the interval of mail / shared, %s (%s), holds "
                       "1."),
                     ratio, range);
    }
}

static void write_verdict(struct am_html *html, const struct am_impact *impact)
{
    const struct am_interval *saved = &impact->estimate.output[AM_SAVED_KGCO2E];
    const struct am_interval *ratio = &impact->estimate.output[AM_RATIO_KGCO2E];
    char number[3][AM_CELL_SIZE];
    char range[2 * AM_CELL_SIZE];
    struct am_page_mass mass;

    if (!am_interval_is_known(saved))
        return;
    am_page_mass_of(saved, &mass);
    am_html_open(html, "p", NULL);
    am_html_text(html,
                 _("Over the whole life of the copies, sharing in place of "
                   "mailing saves %s (%s)."),
                 mass.central, mass.range);
    am_html_text(html, " ");
    am_page_times(ratio->central, number[0]);
    am_page_number(ratio->low, number[1]);
    am_page_number(ratio->high, number[2]);
    snprintf(range, sizeof(range), _("%s to %s"), number[1], number[2]);
    write_reason(html, impact->estimate.verdict, number[0], range);
    am_html_close(html);
    am_html_raw(html, "\n");
}

static void write_row(struct am_html *html, const char *name,
                      const struct am_interval *kg)
{
    struct am_page_mass mass;

    if (!am_interval_is_known(kg))
        return;
    am_page_mass_of(kg, &mass);
    am_page_row(html, name);
    am_html_element(html, "td", "number", "%s", mass.low);
    am_html_element(html, "td", "number", "%s", mass.central);
    am_html_element(html, "td", "number", "%s", mass.high);
    am_html_close(html);
}

static void write_figures(struct am_html *html, const struct am_impact *impact)
{
    const struct am_interval *output = impact->estimate.output;

    am_html_open(html, "details", NULL);
    am_html_element(html, "summary", NULL, "%s", _("The same as a table"));
    am_page_table(html, _("CO₂e of our copies: never to be summed"));
    am_page_column(html, _("What"), false);
    am_page_column(html, _("Low"), true);
    am_page_column(html, _("Central"), true);
    am_page_column(html, _("High"), true);
    am_page_table_body(html);
    write_row(html, _("avoidable, kept for a year"), &impact->kept);
    write_row(html, _("saved by sharing, over their life"),
              &output[AM_SAVED_KGCO2E]);
    write_row(html, _("as mail, over their life"), &output[AM_MAIL_KGCO2E]);
    write_row(html, _("as one shared file"), &output[AM_SHARED_KGCO2E]);
    am_page_table_end(html);
    am_html_close(html);
}

static void write_known(struct am_html *html, const struct am_page *page)
{
    const struct am_impact *impact = &page->report->impact;
    struct am_page_mass kept;

    am_html_open(html, "div", NULL);
    if (am_interval_is_known(&impact->kept)) {
        am_page_mass_of(&impact->kept, &kept);
        write_basis(html, page, &kept);
        draw(html, &impact->kept, &kept);
    }
    am_html_close(html);
    am_html_open(html, "div", NULL);
    write_verdict(html, impact);
    am_html_element(html, "p", "note", "%s",
                    _("A year kept is storage alone; over their life is "
                      "storage, network and the caches of mail clients. "
                      "Deleting saves this only when it postpones buying disks "
                      "or lets some be switched off."));
    write_figures(html, impact);
    am_html_close(html);
}

void am_page_saving(struct am_html *html, const struct am_page *page)
{
    am_page_open(html, "saving", "wide", _("2. How much could be saved?"));
    if (page->report->impact.is_known) {
        am_html_open(html, "div", "halves");
        write_known(html, page);
        am_html_close(html);
    } else {
        am_html_element(html, "p", "answer", "%s",
                        _("No figure of CO₂e: no content with a copy of ours "
                          "was seen for the first time in this range."));
    }
    am_html_close(html);
    am_html_raw(html, "\n");
}
