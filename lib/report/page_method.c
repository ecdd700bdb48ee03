/* page_method - how it was worked out, what is not in it, and what is not
 * recorded; see page_parts.h. */
#include <math.h>

#include "base/language.h"
#include "report/page_parts.h"
#include "report/page_words.h"
#include "report/words.h"

/* ---- the estimate ---- */

static void write_name(struct am_html *html, const struct am_factors *factors)
{
    char method[AM_METHOD_SIZE];

    am_html_open(html, "p", NULL);
    am_html_text(html, _("Method %s, electricity of %s."),
                 am_method_name(factors, method),
                 factors->grid != NULL ? factors->grid->name
                                       : _("the intensity that was set"));
    am_html_text(html, " ");
    am_html_text(html, "%s", _("SHA-256 of the factor file:"));
    am_html_text(html, " ");
    am_html_open(html, "span", "hash");
    am_html_text(html, "%s", factors->sha256);
    am_html_close(html);
    am_html_close(html);
    if (factors->grid_is_fallback) {
        am_html_element(html, "p", "warn", "%s",
                        _("The country that was set is none of the factor "
                          "file's: the world's mean is used."));
    }
}

static void write_weights(struct am_html *html, const struct am_impact *impact)
{
    struct am_weight top[AM_WEIGHT_TOP];
    size_t count = am_estimate_weights(&impact->estimate, AM_SAVED_KGCO2E, top);
    char option[AM_OPTION_TEXT_SIZE];
    char share[AM_CELL_SIZE];

    if (count == 0)
        return;
    am_html_element(html, "p", NULL, "%s",
                    _("What makes the interval wide, and the option that sets "
                      "it:"));
    am_html_open(html, "ul", NULL);
    for (size_t i = 0; i < count; i++) {
        am_html_element(html, "li", NULL, _("%s: %s"),
                        am_page_share(top[i].share, share),
                        am_explain_told(top[i].factor, option));
    }
    am_html_close(html);
}

static void write_factor(struct am_html *html, const struct am_factor *factor)
{
    const struct am_interval *value = &factor->value;
    const int digits = AM_GIVEN_DIGITS;

    am_html_element(html, "dt", NULL, "%s", factor->id);
    am_html_element(html, "dd", NULL, "%.*g [%.*g .. %.*g] %s; %s: %s", digits,
                    value->central, digits, value->low, digits, value->high,
                    factor->unit, am_factor_status_name(factor->status),
                    factor->source);
}

static void write_factors(struct am_html *html,
                          const struct am_factors *factors)
{
    am_html_open(html, "details", NULL);
    am_html_element(html, "summary", NULL, "%s",
                    _("All factors, with their sources"));
    am_html_open(html, "dl", NULL);
    am_html_attribute(html, "lang", "en"); /* as the factor file is */
    for (int i = 0; i < AM_FACTOR_COUNT; i++)
        write_factor(html, &factors->factor[i]);
    am_html_close(html);
    am_html_close(html);
    am_html_raw(html, "\n");
}

static void write_estimate(struct am_html *html, const struct am_page *page)
{
    const struct am_impact *impact = &page->report->impact;

    am_html_element(html, "h3", NULL, "%s", _("The estimate"));
    write_name(html, &impact->factors);
    am_html_element(html, "p", NULL, "%s", _(AM_ATTRIBUTION));
    am_html_element(html, "p", NULL, "%s", _(AM_INTERVAL_RULE));
    if (impact->is_known)
        write_weights(html, impact);
    write_factors(html, &impact->factors);
}

/* ---- the words ---- */

static void write_words(struct am_html *html)
{
    static const struct {
        const char *word, *meaning;
    } words[] = {
        {N_("received"), N_("attachments as a store holds them (encoded, "
                            "lines ending in LF), once a message")},
        {N_("delivered"), N_("the same, times copies: one a recipient, one "
                             "more in the Sent folder of a local sender")},
        {N_("unique"), N_("decoded bytes of contents seen for the first time")},
        {N_("avoidable"), N_("delivered - unique, to the byte")},
        {N_("ours"), N_("our mailboxes and Sent folders: the only saving "
                        "within reach")},
    };

    am_html_open(html, "div", NULL);
    am_html_element(html, "h3", NULL, "%s", _("The words"));
    am_html_open(html, "dl", NULL);
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        am_html_element(html, "dt", NULL, "%s", _(words[i].word));
        am_html_element(html, "dd", NULL, "%s", _(words[i].meaning));
    }
    am_html_close(html);
    am_html_close(html);
}

/* ---- the holes ---- */

static void write_gaps(struct am_html *html, const struct am_coverage *coverage)
{
    static const char *const names[AM_GAP_COUNT] = {
        [AM_GAP_MEMORY] = N_("for lack of memory"),
        [AM_GAP_DISK] = N_("for a fault of the disk"),
        [AM_GAP_FULL] = N_("for lack of room"),
        [AM_GAP_STOP] = N_("when the daemon was stopped"),
        [AM_GAP_CRASH] = N_("when the daemon died"),
        [AM_GAP_TORN] = N_("as a record was not whole on the disk"),
        [AM_GAP_HUNG_UP] = N_("as the mail server hung up"),
    };
    char count[AM_COUNT_SIZE];
    char span[AM_SPAN_TEXT_SIZE];

    for (int i = 0; i < AM_GAP_COUNT; i++) {
        int64_t gaps = coverage->gap_reasons[i];
        if (gaps == 0)
            continue;
        am_html_open(html, "li", NULL);
        am_html_text(html,
                     am_plural("%s message was not measured",
                               "%s messages were not measured",
                               (unsigned long)gaps),
                     am_count_text(gaps, count));
        am_html_text(html, " %s", _(names[i]));
        am_html_close(html);
    }
    if (coverage->downtime_s > 0) {
        am_html_element(html, "li", NULL,
                        _("The daemon did not run for %s of the range."),
                        am_format_span(coverage->downtime_s, span));
    }
}

static void write_holes(struct am_html *html, const struct am_page *page)
{
    static const char *const holes[] = {
        N_("Recipients are counted as the client gave them: aliases and lists "
           "expand later, unless list_sizes tells their sizes."),
        N_("Encrypted mail cannot be told apart: each copy may be a content of "
           "its own."),
        N_("What is deleted or rejected after the relay is not known."),
        N_("A content that was not seen for long counts as new again, so that "
           "the saving is rather told too small."),
    };

    am_html_open(html, "div", NULL);
    am_html_element(html, "h3", NULL, "%s", _("What is not in it"));
    am_html_open(html, "ul", NULL);
    write_gaps(html, &page->report->head.coverage);
    for (size_t i = 0; i < sizeof(holes) / sizeof(holes[0]); i++)
        am_html_element(html, "li", NULL, "%s", _(holes[i]));
    am_html_close(html);
    am_html_close(html);
}

void am_page_method(struct am_html *html, const struct am_page *page)
{
    am_html_open(html, "section", "picture plain long");
    am_html_attribute(html, "aria-labelledby", "method");
    am_html_open(html, "h2", NULL);
    am_html_attribute(html, "id", "method");
    am_html_text(html, "%s", _("How this was worked out"));
    am_html_close(html);
    am_html_open(html, "div", "halves");
    write_words(html);
    write_holes(html, page);
    am_html_close(html);
    write_estimate(html, page);
    am_html_close(html);
    am_html_raw(html, "\n");
}

/* ---- the foot ---- */

void am_page_privacy(struct am_html *html, const struct am_page *page)
{
    char day[AM_CELL_SIZE];

    am_html_open(html, "footer", NULL);
    am_html_element(html, "p", NULL, "%s",
                    _("This file holds no address, no file name and no script, "
                      "and asks nothing of any other machine. Neither does the "
                      "database hold content, names, addresses, subjects or "
                      "ids of messages; groups of fewer than five senders are "
                      "not told apart."));
    am_html_element(html, "p", NULL, _("Made by attachmeter on %s (UTC)."),
                    am_page_day(am_day_of(page->report->head.now_s), day));
    am_html_close(html);
    am_html_raw(html, "\n");
}
