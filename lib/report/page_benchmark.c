/* page_benchmark - beside Lecko's figures, in Lecko's own factor; see
 * page_parts.h. */
#include <math.h>
#include <stdio.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* Down the picture, in pixels. */
#define HEIGHT    120
#define VALUES_AT 20
#define TOP       32
#define BOTTOM    60
#define WORDS_AT  84
#define LINE      18 /* from one word to that below */

#define ROOM  92.0 /* percent of the width for the highest value */
#define APART 15.0 /* two texts side by side */

#define PUBLISHED_DIGITS 3

/* kg of a person and year, by Lecko's factor or as published; NaN: unknown. */
struct beside {
    double ours;
    double mail, mean, most;
};

static double published(const struct am_impact *impact, const char *id)
{
    const struct am_benchmark *found =
        am_factors_find_benchmark(&impact->factors, id);

    return found != NULL ? found->value : (double)NAN;
}

static struct beside beside_of(const struct am_page *page)
{
    const struct am_impact *impact = &page->report->impact;
    struct beside beside = {
        .ours = (double)NAN,
        .mail = published(impact, "lecko.mail_kg_per_employee_year"),
        .mean = published(impact, "lecko.total_kg_per_employee_year"),
        .most = published(impact, "lecko.hyperconnected_kg_per_employee_year"),
    };

    if (page->request.mailboxes > 0 &&
        page->complete_days >= AM_DAYS_FOR_YEAR && impact->is_known) {
        beside.ours = am_impact_lecko_year_kg(impact, page->days_with_data) /
                      (double)page->request.mailboxes;
    }
    return beside;
}

/* Words in lines of their own do not run into each other. */
static void draw_sign(struct am_html *html, double place, double kg,
                      const char *name, int line)
{
    const double at[2] = {place, place};
    double word = WORDS_AT + LINE * line;
    const double down[2] = {TOP - 6, word - LINE + 4};
    char text[AM_CELL_SIZE];

    am_svg_line(html, "sign", at, down);
    am_svg_text(html, NULL, "end", place, VALUES_AT,
                am_page_mass_text(kg, PUBLISHED_DIGITS, text));
    am_svg_text(html, "minor", "end", place, word, name);
}

static void draw(struct am_html *html, const struct beside *beside)
{
    double whole = fmax(beside->most, beside->ours);
    const double bar[2] = {0, ROOM * beside->ours / whole};
    const double down[2] = {TOP, BOTTOM};
    double most = ROOM * beside->most / whole;
    double mean = ROOM * beside->mean / whole;
    char description[256];
    char text[3][AM_CELL_SIZE];

    am_page_mass_text(beside->ours, AM_SIGNIFICANT_DIGITS, text[0]);
    am_page_mass_text(beside->mean, PUBLISHED_DIGITS, text[1]);
    am_page_mass_text(beside->most, PUBLISHED_DIGITS, text[2]);
    snprintf(
        description, sizeof(description),
        _("A bar of %s for you; marks at %s, the mean, and at %s, the most "
          "connected."),
        text[0], text[1], text[2]);
    am_svg_open(html, "benchmark-picture", HEIGHT,
                _("A person and year, by Lecko's factor"), description);
    am_svg_box(html, "keep", bar, down);
    draw_sign(html, most, beside->most, _("most connected"), 1);
    if (most - mean > APART)
        draw_sign(html, mean, beside->mean, _("mean"), 0);
    am_html_close(html);
    am_html_raw(html, "\n");
}

static void write_row(struct am_html *html, const char *name, double kg)
{
    char text[AM_CELL_SIZE];

    if (!isfinite(kg))
        return;
    am_page_row(html, name);
    am_html_element(html, "td", "number", "%s",
                    am_page_mass_text(kg, PUBLISHED_DIGITS, text));
    am_html_close(html);
}

static void write_table(struct am_html *html, const struct am_page *page,
                        const struct beside *beside)
{
    am_html_open(html, "details", NULL);
    am_html_element(html, "summary", NULL, "%s", _("The same as a table"));
    am_page_table(html, _("CO₂e by Lecko's factor, 0.41 g for a MB and a "
                          "participant"));
    am_page_column(html, _("What"), false);
    am_page_column(html, _("Mass"), true);
    am_page_table_body(html);
    write_row(html, _("you: attachments, a person and year"), beside->ours);
    write_row(html, _("Lecko: of it mail"), beside->mail);
    write_row(html, _("Lecko: mean of a person and year"), beside->mean);
    write_row(html, _("Lecko: the most connected tenth"), beside->most);
    write_row(html, _("avoidable here, in these days, kept for a year"),
              page->report->impact.lecko_kg);
    am_page_table_end(html);
    am_html_close(html);
}

static void answer(struct am_html *html, const struct am_page *page,
                   const struct beside *beside)
{
    char ours[AM_CELL_SIZE];
    char mean[AM_CELL_SIZE];
    char share[AM_CELL_SIZE];

    if (isfinite(beside->ours) && isfinite(beside->mean)) {
        am_html_element(
            html, "p", "answer",
            _("%s for a person and year, beside %s on average: "
              "%s of it."),
            am_page_mass_text(beside->ours, AM_SIGNIFICANT_DIGITS, ours),
            am_page_mass_text(beside->mean, PUBLISHED_DIGITS, mean),
            am_page_share(beside->ours / beside->mean, share));
    } else if (page->request.mailboxes <= 0) {
        am_html_element(html, "p", "answer", "%s",
                        _("Not to be told: how many people there are is not "
                          "set. Set mailboxes in the configuration."));
    } else if (page->report->impact.is_known) {
        am_html_element(
            html, "p", "answer",
            am_plural("Not to be told yet: %d complete day with data, and %d "
                      "are needed.",
                      "Not to be told yet: %d complete days with data, and %d "
                      "are needed.",
                      (unsigned long)page->complete_days),
            (int)page->complete_days, AM_DAYS_FOR_YEAR);
    } else {
        am_html_element(html, "p", "answer", "%s",
                        _("Not to be told: nothing of ours was seen for the "
                          "first time in this range."));
    }
}

void am_page_benchmark(struct am_html *html, const struct am_page *page)
{
    struct beside beside = beside_of(page);

    am_page_open(html, "benchmark", "wide",
                 _("7. Where do we stand beside Lecko's benchmark?"));
    answer(html, page, &beside);
    if (isfinite(beside.ours) && isfinite(beside.mean) && isfinite(beside.most))
        draw(html, &beside);
    am_html_element(html, "p", "note", "%s",
                    _("Both sides in Lecko's factor, which is about ten times "
                      "that of the model here: it goes with its own benchmark "
                      "only. Lecko counts mail, meetings and files; you see "
                      "attachments in mail relayed here."));
    write_table(html, page, &beside);
    am_html_close(html);
    am_html_raw(html, "\n");
}
