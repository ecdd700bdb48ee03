/* page_poster - one sheet for the wall of a team: five figures of what its
 * copies cost and one gesture that spares them; see page_parts.h.
 *
 * Names no domain, no content and no day of its own: only sums over everybody,
 * and types as the report shows them. */
#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* A figure, and the sentence that it begins. */
static void write_figure(struct am_html *html, const char *figure,
                         const char *sentence)
{
    am_html_open(html, "li", NULL);
    am_html_element(html, "strong", NULL, "%s", figure);
    am_html_text(html, " ");
    am_html_element(html, "span", NULL, "%s", sentence);
    am_html_close(html);
    am_html_raw(html, "\n");
}

#define SENTENCE_SIZE 240

static void write_copies(struct am_html *html, const struct am_savings *own)
{
    char times[AM_CELL_SIZE];

    am_page_times((double)am_savings_copies(own) / (double)own->sightings,
                  times);
    write_figure(html, times,
                 _("is how often we keep a file that we mail: once in each "
                   "mailbox and Sent folder."));
}

static void write_avoidable(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    char bytes[AM_CELL_SIZE];
    char share[AM_CELL_SIZE];
    char sentence[SENTENCE_SIZE];

    am_cell_bytes(bytes, own->total_bytes, page->request.units);
    am_page_share(am_terms_rate(own), share);
    snprintf(sentence, sizeof(sentence),
             _("taken by copies that need not be: %s of what we keep of "
               "attachments."),
             share);
    write_figure(html, bytes, sentence);
}

/* Where there are too few of them to be told apart: how much was measured. */
static void write_many(struct am_html *html, const struct am_page *page)
{
    const struct am_coverage *coverage = &page->report->head.coverage;
    char figure[AM_CELL_SIZE];
    char count[AM_COUNT_SIZE];
    char share[AM_CELL_SIZE];
    char sentence[SENTENCE_SIZE];
    struct am_page_many many;

    if (am_page_many(page->recipients, &many)) {
        am_page_share(many.avoidable_share, figure);
        snprintf(sentence, sizeof(sentence),
                 _("of it comes from messages to %s people or more; they "
                   "carry %s of the attachments."),
                 am_count_text(many.least, count),
                 am_page_share(many.sighting_share, share));
    } else {
        am_page_share((double)coverage->measured / (double)coverage->seen,
                      figure);
        snprintf(sentence, sizeof(sentence), "%s",
                 _("of our mail was measured; the figures are of that."));
    }
    write_figure(html, figure, sentence);
}

static void write_carbon(struct am_html *html, const struct am_impact *impact)
{
    struct am_page_mass mass;
    char sentence[SENTENCE_SIZE];

    if (!impact->is_known || !am_interval_is_known(&impact->kept)) {
        write_figure(html, "–",
                     _("CO₂e: nothing that could be estimated was kept."));
        return;
    }
    am_page_mass_of(&impact->kept, &mass);
    snprintf(sentence, sizeof(sentence),
             _("of CO₂e to keep these copies for a year: an estimate (%s)."),
             mass.range);
    write_figure(html, mass.central, sentence);
}

/* The type with most of what is avoidable; groups too small to be shown are
 * in none that has a name. */
static void write_type(struct am_html *html, const struct am_report *report)
{
    const struct am_report_row *most = NULL;
    char share[AM_CELL_SIZE];
    char sentence[SENTENCE_SIZE];

    for (size_t i = 0; i < report->row_count; i++) {
        const struct am_report_row *row = &report->rows[i];
        if (row->others == 0 &&
            (most == NULL || row->own.total_bytes > most->own.total_bytes))
            most = row;
    }
    if (most == NULL || most->own.total_bytes <= 0) {
        write_figure(html, "–", _("No type of file stands out."));
        return;
    }
    am_page_share((double)most->own.total_bytes /
                      (double)report->totals.own.total_bytes,
                  share);
    snprintf(sentence, sizeof(sentence),
             _("of it is one type of file: %s. Begin there."),
             am_page_family(most->value));
    write_figure(html, share, sentence);
}

/* ---- the gesture ---- */

static void write_gesture(struct am_html *html, const struct am_page *page)
{
    const struct am_whatif_row *link =
        am_page_best_advice(page, AM_WHATIF_SHARED_LINK);
    char least[AM_CELL_SIZE];
    char saved[AM_CELL_SIZE];

    am_html_open(html, "section", "gesture");
    am_html_element(html, "h2", NULL, "%s",
                    _("One gesture: send the link, not the file"));
    am_html_element(html, "p", NULL, "%s",
                    _("Put the file into our shared space once, and mail its "
                      "address: one copy for everybody, and always the latest "
                      "version."));
    if (link != NULL) {
        am_cell_bytes(least, link->least, page->request.units);
        am_cell_bytes(saved, link->saved_bytes, page->request.units);
        am_html_element(html, "p", "answer",
                        _("For files from %s on, that alone would have spared "
                          "%s here."),
                        least, saved);
    }
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* ---- the sheet ---- */

static void write_range(struct am_html *html, const struct am_period *period)
{
    char first[AM_CELL_SIZE];
    char last[AM_CELL_SIZE];

    am_page_day(period->from_day, first);
    if (period->until_day - period->from_day == 1) {
        am_html_element(html, "p", NULL,
                        _("What the attachments of our mail left behind on "
                          "%s."),
                        first);
        return;
    }
    am_html_element(html, "p", NULL,
                    _("What the attachments of our mail left behind, from %s "
                      "to %s."),
                    first, am_page_day(period->until_day - 1, last));
}

static void write_head(struct am_html *html, const struct am_page *page)
{
    am_html_open(html, "header", "masthead");
    am_html_element(html, "h1", NULL, "%s", _("One file, how many copies?"));
    write_range(html, &page->report->head.period);
    am_html_close(html);
    am_html_raw(html, "\n");
}

static void write_foot(struct am_html *html)
{
    am_html_open(html, "footer", NULL);
    am_html_element(html, "p", NULL, "%s",
                    _("Counted on our mail server by attachmeter, as sums over "
                      "everybody: no name, no address, no subject and no "
                      "content is recorded. Bytes are counted; CO₂e is the "
                      "estimate of a model, with its interval."));
    am_html_close(html);
    am_html_raw(html, "\n");
}

void am_page_poster(struct am_html *html, const struct am_page *page)
{
    write_head(html, page);
    am_html_open(html, "main", NULL);
    am_html_open(html, "ul", "figures");
    write_copies(html, &page->report->totals.own);
    write_avoidable(html, page);
    write_many(html, page);
    write_type(html, page->report);
    write_carbon(html, &page->report->impact);
    am_html_close(html);
    write_gesture(html, page);
    am_html_close(html);
    write_foot(html);
}
