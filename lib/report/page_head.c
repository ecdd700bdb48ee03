/* page_head - what the page is of, and its four answers; see page_parts.h. */
#include <math.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* ---- the head ---- */

static void write_range(struct am_html *html, const struct am_period *period)
{
    int64_t days = period->until_day - period->from_day;
    char first[AM_CELL_SIZE];
    char last[AM_CELL_SIZE];
    char count[AM_COUNT_SIZE];

    am_page_day(period->from_day, first);
    am_page_day(period->until_day - 1, last);
    if (days == 1) {
        am_html_element(html, "li", NULL, _("%s (UTC)"), first);
        return;
    }
    am_html_element(html, "li", NULL,
                    am_plural("%s to %s, %s day (UTC)",
                              "%s to %s, %s days (UTC)", (unsigned long)days),
                    first, last, am_count_text(days, count));
}

static void write_coverage(struct am_html *html,
                           const struct am_coverage *coverage)
{
    char seen[AM_COUNT_SIZE];
    char share[AM_CELL_SIZE];

    if (coverage->seen == 0) {
        am_html_element(html, "li", NULL, "%s", _("no message"));
        return;
    }
    am_page_share((double)coverage->measured / (double)coverage->seen, share);
    am_html_element(html, "li", NULL,
                    am_plural("%s of %s message measured",
                              "%s of %s messages measured",
                              (unsigned long)coverage->seen),
                    share, am_count_text(coverage->seen, seen));
}

static void write_bound(struct am_html *html,
                        const struct am_unique_bound *bound)
{
    char day[AM_DAY_TEXT_SIZE];

    if (bound->key_day != 0) {
        am_html_element(html, "li", NULL,
                        _("another key since %s: what was known before is new "
                          "once more, unique is at most this"),
                        am_format_day(bound->key_day, day));
    }
    if (bound->merged_until_day != 0) {
        am_html_element(html, "li", NULL,
                        _("before %s relays were only added up: unique is at "
                          "most this"),
                        am_format_day(bound->merged_until_day, day));
    }
}

/* Only what was asked for: all is the rule. */
static void write_selection(struct am_html *html, const struct am_head *head)
{
    char text[96];

    if (head->classes != 0) {
        am_html_element(html, "li", NULL, _("only class %s"),
                        am_head_classes(head, text, sizeof(text)));
    }
    if (head->directions != 0) {
        am_html_element(html, "li", NULL, _("only direction %s"),
                        am_head_directions(head, text, sizeof(text)));
    }
}

static void write_facts(struct am_html *html, const struct am_page *page)
{
    const struct am_head *head = &page->report->head;
    int64_t people = page->request.mailboxes;
    char count[AM_COUNT_SIZE];

    am_html_open(html, "ul", "facts");
    write_range(html, &head->period);
    write_coverage(html, &head->coverage);
    write_bound(html, &head->bound);
    if (people > 0) {
        am_html_element(
            html, "li", NULL,
            am_plural("%s mailbox", "%s mailboxes", (unsigned long)people),
            am_count_text(people, count));
    }
    am_html_element(html, "li", NULL, _("mail store: %s"),
                    am_profile_name(page->request.report.ask.profile.id));
    write_selection(html, head);
    am_html_close(html);
}

static void write_links(struct am_html *html, const struct am_page_link *links)
{
    if (links == NULL)
        return;
    am_html_open(html, "nav", NULL);
    am_html_attribute(html, "aria-label", _("Other pages"));
    am_html_open(html, "ul", "facts");
    for (; links->text != NULL; links++) {
        am_html_open(html, "li", NULL);
        am_html_open(html, "a", NULL);
        am_html_attribute(html, "href", links->href);
        if (links->is_here)
            am_html_attribute(html, "aria-current", "page");
        am_html_text(html, "%s", links->text);
        am_html_close(html);
        am_html_close(html);
    }
    am_html_close(html);
    am_html_close(html);
}

void am_page_head(struct am_html *html, const struct am_page *page)
{
    const struct am_head *head = &page->report->head;

    am_html_open(html, "header", "masthead");
    am_html_element(html, "h1", NULL, "%s",
                    _("Attachments: what the copies cost"));
    write_facts(html, page);
    write_links(html, page->request.links);
    if (am_head_is_empty(head)) {
        am_html_element(html, "p", "warn", "%s",
                        _("No message in this range: there is nothing to "
                          "tell."));
    }
    if (head->with_today) {
        am_html_element(html, "p", "warn", "%s",
                        _("No complete day has data yet: today is included."));
    }
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* ---- the tiles ---- */

/* A figure, and beside it, smaller, what it is of; is_word: it is none, but a
 * word. */
static void open_tile(struct am_html *html, const char *question,
                      const char *figure, const char *of, bool is_word)
{
    am_html_open(html, "div", "tile");
    am_html_element(html, "h2", NULL, "%s", question);
    am_html_open(html, "p", is_word ? "figure word" : "figure");
    am_html_text(html, "%s", figure);
    if (of != NULL) {
        am_html_text(html, " ");
        am_html_element(html, "span", "of", "%s", of);
    }
    am_html_close(html);
}

/* Only if it is clear which way it goes. */
static void write_growth(struct am_html *html, const struct am_trend *trend)
{
    char share[AM_CELL_SIZE];

    if (!am_interval_is_known(&trend->growth) ||
        am_interval_contains(&trend->growth, 0))
        return;
    am_page_share(fabs(trend->growth.central), share);
    am_html_text(html, " ");
    am_html_text(html,
                 trend->growth.central < 0 ? _("It shrinks by %s a year.")
                                           : _("It grows by %s a year."),
                 share);
}

static void write_much(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    const struct am_impact *impact = &page->report->impact;
    struct am_page_mass mass;
    char avoidable[AM_CELL_SIZE];
    char delivered[AM_CELL_SIZE];
    char share[AM_CELL_SIZE];

    am_page_size(own->total_bytes, page->request.units, avoidable);
    am_page_size(own->delivered.stored_bytes, page->request.units, delivered);
    am_page_share(am_terms_rate(own), share);
    open_tile(html, _("How much?"), avoidable, _("avoidable"), false);
    am_html_open(html, "p", NULL);
    if (own->delivered.stored_bytes == 0) {
        am_html_text(html, "%s",
                     _("No copy lies in a mailbox of ours: are local_domains "
                       "set?"));
    } else {
        am_html_text(html,
                     _("%s of the %s that our mailboxes and Sent folders "
                       "keep."),
                     share, delivered);
    }
    if (impact->is_known && am_interval_is_known(&impact->kept)) {
        am_page_mass_of(&impact->kept, &mass);
        am_html_text(html, " ");
        am_html_text(html, _("Kept for a year: %s CO₂e (%s)."), mass.central,
                     mass.range);
    }
    write_growth(html, page->trend);
    am_html_close(html);
    am_html_close(html);
}

/* The largest of the three causes, and its part of all. */
static void write_cause(struct am_html *html, const struct am_savings *own)
{
    char share[AM_CELL_SIZE];
    int64_t most = own->within_bytes;

    if (own->across_bytes > most)
        most = own->across_bytes;
    if (own->encoding_bytes > most)
        most = own->encoding_bytes;
    if (own->total_bytes <= 0 || most <= 0) {
        am_html_text(html, "%s", _("No byte is kept that could be avoided."));
        return;
    }
    am_page_share((double)most / (double)own->total_bytes, share);
    if (most == own->within_bytes) {
        am_html_text(
            html,
            _("Mostly one message to many people: %s of what is avoidable."),
            share);
    } else if (most == own->across_bytes) {
        am_html_text(
            html,
            _("Mostly the same file sent again: %s of what is avoidable."),
            share);
    } else {
        am_html_text(
            html, _("Mostly how mail encodes files: %s of what is avoidable."),
            share);
    }
}

static void write_why(struct am_html *html, const struct am_page *page)
{
    const struct am_savings *own = &page->report->totals.own;
    char times[AM_CELL_SIZE];

    am_page_times(am_savings_ratio(own), times);
    open_tile(html, _("Why?"), times, _("what one copy would take"), false);
    am_html_open(html, "p", NULL);
    write_cause(html, own);
    am_html_close(html);
    am_html_close(html);
}

static void write_remedy(struct am_html *html, const struct am_page *page)
{
    const struct am_whatif_row *best =
        am_page_best_advice(page, AM_WHATIF_KINDS);
    char remedy[AM_PAGE_REMEDY_SIZE];
    char saved[AM_CELL_SIZE];

    if (best == NULL) {
        open_tile(html, _("What to do?"), _("Nothing stands out"), NULL, true);
        am_html_element(html, "p", NULL, "%s",
                        _("No measure alone would save one byte in a "
                          "hundred."));
        am_html_close(html);
        return;
    }
    am_page_size(best->saved_bytes, page->request.units, saved);
    open_tile(html, _("What to do?"), saved, _("less"), false);
    am_html_element(html, "p", NULL,
                    _("%s: the measure that alone saves most."),
                    am_page_remedy(page, best, remedy));
    am_html_close(html);
}

static void write_sure(struct am_html *html, const struct am_page *page)
{
    static const char *const words[] = {
        [AM_NOT_ESTABLISHED] = N_("Not established"),
        [AM_ESTABLISHED] = N_("Established"),
        [AM_LOSS_ESTABLISHED] = N_("A loss"),
    };
    const struct am_impact *impact = &page->report->impact;
    const struct am_coverage *coverage = &page->report->head.coverage;
    const struct am_interval *saved = &impact->estimate.output[AM_SAVED_KGCO2E];
    struct am_page_mass mass;
    char share[AM_CELL_SIZE];

    bool is_known = impact->is_known && am_interval_is_known(saved);
    open_tile(html, _("How sure?"),
              is_known ? _(words[impact->estimate.verdict]) : _("No estimate"),
              NULL, true);
    am_html_open(html, "p", NULL);
    if (is_known) {
        am_page_mass_of(saved, &mass);
        am_html_text(html,
                     _("Sharing in place of copies saves %s CO₂e over their "
                       "life (%s)."),
                     mass.central, mass.range);
        am_html_text(html, " ");
    }
    am_page_share(coverage->seen > 0
                      ? (double)coverage->measured / (double)coverage->seen
                      : (double)NAN,
                  share);
    am_html_text(html,
                 _("Bytes are counted, not estimated: %s of the mail was "
                   "measured."),
                 share);
    am_html_close(html);
    am_html_close(html);
}

void am_page_tiles(struct am_html *html, const struct am_page *page)
{
    am_html_open(html, "section", "tiles");
    am_html_attribute(html, "aria-label", _("In short"));
    write_much(html, page);
    write_why(html, page);
    write_remedy(html, page);
    write_sure(html, page);
    am_html_close(html);
    am_html_raw(html, "\n");
}
