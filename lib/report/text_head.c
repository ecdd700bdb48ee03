/*
 * text_head - see text_head.h.
 */
#include "report/text_head.h"

#include <inttypes.h>
#include <math.h>

#include "base/units.h"
#include "report/words.h"

static void print_coverage(const struct am_coverage *coverage,
                           const struct am_look *look, FILE *out)
{
    char seen[AM_COUNT_SIZE];
    const char *word = "not measured:";
    const char *warning = am_look_begin(look, AM_INK_WARNING);
    const char *end = am_look_end(look);

    if (coverage->seen == 0) {
        fputs("coverage: no message\n", out);
        return;
    }
    /* Cut, not rounded: a single gap must not read as 100 %. */
    double percent =
        floor(1000.0 * (double)coverage->measured / (double)coverage->seen) /
        10;
    fprintf(out, "coverage %.*f %% of %s message%s\n", coverage->gaps > 0,
            percent, am_count_text(coverage->seen, seen),
            coverage->seen == 1 ? "" : "s");
    fputs(coverage->gaps > 0 ? warning : "", out);
    for (int i = 0; i < AM_GAP_COUNT; i++) {
        if (coverage->gap_reasons[i] == 0)
            continue;
        fprintf(out, "%s %s (%s)", word,
                am_count_text(coverage->gap_reasons[i], seen),
                am_gap_name((enum am_gap)i));
        word = ",";
    }
    if (coverage->gaps > 0)
        fprintf(out, "%s\n", end);
    if (coverage->downtime_s > 0) {
        char span[AM_SPAN_TEXT_SIZE];
        fprintf(out, "%sthe daemon did not run for %s of the range%s\n",
                warning, am_format_span(coverage->downtime_s, span), end);
    }
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

    fprintf(out, "%sattachmeter %s   class: %s", dim, head->view,
            am_head_classes(head, text, sizeof(text)));
    fprintf(out, "   direction: %s%s\n",
            am_head_directions(head, text, sizeof(text)), end);
    fprintf(out, "%s%s .. %s (UTC, both included, %" PRId64 " day%s)%s\n", dim,
            am_format_day(period->from_day, from),
            am_format_day(period->until_day - 1, last), days,
            days == 1 ? "" : "s", end);
    if (head->with_today)
        fputs("no complete day has data yet: today is included\n", out);
    print_coverage(&head->coverage, look, out);
}
