/*
 * linking - see linking.h.
 */
#include "cli/linking.h"

#include <stdio.h>

#include "base/language.h"
#include "base/units.h"
#include "report/head.h"

static const struct {
    const char *last, *text;
    int days;
} ranges[] = {
    {"7d", N_("7 days"), 7},
    {"30d", N_("30 days"), 30},
    {"12mo", N_("12 months"), 360},
};

/* Each in its own language, as who looks for it does not read the other. */
static const char *const names[] = {"English", "Fran\xc3\xa7"
                                               "ais"};

/* Add a link to that range, in that language. */
static void add(struct am_linking *linking, size_t *count, const char *text,
                const char *range, const struct am_asked *asked)
{
    const struct am_head head = {.classes = asked->classes,
                                 .directions = asked->directions};
    char classes[96];
    char directions[96];
    char *href = linking->hrefs[*count];

    snprintf(href, sizeof(linking->hrefs[0]),
             "?%s&class=%s&direction=%s%s%s&lang=%s", range,
             am_head_classes(&head, classes, sizeof(classes)),
             am_head_directions(&head, directions, sizeof(directions)),
             asked->store != NULL ? "&store=" : "",
             asked->store != NULL ? asked->store : "",
             am_asked_languages[asked->language]);
    linking->links[*count] = (struct am_page_link){.text = text, .href = href};
    (*count)++;
}

static void add_range(struct am_linking *linking, size_t *count,
                      const char *text, int64_t from_day,
                      const struct am_asked *asked)
{
    int64_t days = asked->period.until_day - asked->period.from_day;
    char from[AM_DAY_TEXT_SIZE];
    char until[AM_DAY_TEXT_SIZE];
    char range[64];

    snprintf(range, sizeof(range), "since=%s&until=%s",
             am_format_day(from_day, from),
             am_format_day(from_day + days, until));
    add(linking, count, text, range, asked);
}

void am_linking_make(struct am_linking *linking, const struct am_asked *asked,
                     int64_t today)
{
    const struct am_period *period = &asked->period;
    int64_t days = period->until_day - period->from_day;
    struct am_asked other = *asked;
    size_t count = 0;

    *linking = (struct am_linking){0};
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        char range[16];
        snprintf(range, sizeof(range), "last=%s", ranges[i].last);
        add(linking, &count, _(ranges[i].text), range, asked);
        linking->links[count - 1].is_here =
            period->until_day == today && days == ranges[i].days;
    }
    if (period->from_day - days >= 0) {
        add_range(linking, &count, _("earlier"), period->from_day - days,
                  asked);
    }
    if (period->until_day <= today)
        add_range(linking, &count, _("later"), period->until_day, asked);
    other.language = asked->language == 0;
    add_range(linking, &count, names[other.language], period->from_day, &other);
}
