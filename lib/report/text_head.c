/*
 * text_head - see text_head.h.
 */
#include "report/text_head.h"

#include <inttypes.h>
#include <math.h>

#include "base/language.h"
#include "base/units.h"
#include "report/words.h"

static void print_coverage(const struct am_coverage *coverage,
                           const struct am_look *look, FILE *out)
{
    char seen[AM_COUNT_SIZE];
    const char *word = _("not measured:");
    const char *warning = am_look_begin(look, AM_INK_WARNING);
    const char *end = am_look_end(look);

    if (coverage->seen == 0) {
        fputs(_("coverage: no message\n"), out);
        return;
    }
    /* Cut, not rounded: a single gap must not read as 100 %. */
    double percent =
        floor(1000.0 * (double)coverage->measured / (double)coverage->seen) /
        10;
    char number[24];
    fprintf(
        out,
        am_plural("coverage %s %% of %s message\n",
                  "coverage %s %% of %s messages\n",
                  (unsigned long)coverage->seen),
        am_format_decimals(percent, coverage->gaps > 0, number, sizeof(number)),
        am_count_text(coverage->seen, seen));
    fputs(coverage->gaps > 0 ? warning : "", out);
    for (int i = 0; i < AM_GAP_COUNT; i++) {
        if (coverage->gap_reasons[i] == 0)
            continue;
        fprintf(out, "%s %s (%s)", word,
                am_count_text(coverage->gap_reasons[i], seen),
                _(am_gap_name((enum am_gap)i)));
        word = ",";
    }
    if (coverage->gaps > 0)
        fprintf(out, "%s\n", end);
    if (coverage->downtime_s > 0) {
        char span[AM_SPAN_TEXT_SIZE];
        fprintf(out, _("%sthe daemon did not run for %s of the range%s\n"),
                warning, am_format_span(coverage->downtime_s, span), end);
    }
}

static void print_bound(const struct am_unique_bound *bound,
                        const struct am_look *look, FILE *out)
{
    char day[AM_DAY_TEXT_SIZE];
    const char *warning = am_look_begin(look, AM_INK_WARNING);
    const char *end = am_look_end(look);

    if (bound->key_day != 0) {
        fprintf(out,
                _("%ssince %s contents are under another key: those known "
                  "before are new once more, unique is at most this%s\n"),
                warning, am_format_day(bound->key_day, day), end);
    }
    if (bound->merged_until_day != 0) {
        fprintf(out,
                _("%sbefore %s relays were only added up: unique is at most "
                  "this%s\n"),
                warning, am_format_day(bound->merged_until_day, day), end);
    }
}

/* As people call them, in their language. */
static const char *class_name(unsigned number)
{
    return _(am_class_name((enum am_class)number));
}

static const char *direction_name(unsigned number)
{
    return _(am_direction_name((enum am_direction)number));
}

void am_text_head_print(const struct am_head *head, const struct am_look *look,
                        FILE *out)
{
    const struct am_period *period = &head->period;
    const char *dim = am_look_begin(look, AM_INK_DIM);
    const char *end = am_look_end(look);
    char text[96];
    char from[AM_DAY_TEXT_SIZE];
    char last[AM_DAY_TEXT_SIZE];
    int64_t days = period->until_day - period->from_day;

    fprintf(out, "%sattachmeter %s   ", dim, head->view);
    if (head->classes == 0) {
        fputs(_("class: all"), out);
    } else {
        fprintf(out, _("class: %s"),
                am_words_of_set(head->classes, AM_CLASS_COUNT, class_name, text,
                                sizeof(text)));
    }
    fputs("   ", out);
    if (head->directions == 0) {
        fputs(_("direction: all"), out);
    } else {
        fprintf(out, _("direction: %s"),
                am_words_of_set(head->directions, AM_DIRECTION_COUNT,
                                direction_name, text, sizeof(text)));
    }
    fprintf(out, "%s\n%s", end, dim);
    fprintf(out,
            am_plural("%s .. %s (UTC, both included, %" PRId64 " day)",
                      "%s .. %s (UTC, both included, %" PRId64 " days)",
                      (unsigned long)days),
            am_format_day(period->from_day, from),
            am_format_day(period->until_day - 1, last), days);
    fprintf(out, "%s\n", end);
    if (head->with_today)
        fputs(_("no complete day has data yet: today is included\n"), out);
    print_coverage(&head->coverage, look, out);
    print_bound(&head->bound, look, out);
}
