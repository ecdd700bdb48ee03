/*
 * head - see head.h.
 */
#include "report/head.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "meter/policy.h"
#include "report/words.h"

static const char *class_name(unsigned number)
{
    return am_class_name((enum am_class)number);
}

static const char *direction_name(unsigned number)
{
    return am_direction_name((enum am_direction)number);
}

const char *am_head_classes(const struct am_head *head, char *text, size_t size)
{
    return am_words_of_set(head->classes, AM_CLASS_COUNT, class_name, text,
                           size);
}

const char *am_head_directions(const struct am_head *head, char *text,
                               size_t size)
{
    return am_words_of_set(head->directions, AM_DIRECTION_COUNT, direction_name,
                           text, size);
}

struct am_head am_head_of(const char *view, const struct am_ask *ask)
{
    return (struct am_head){
        .view = view,
        .source = ask->source,
        .now_s = ask->now_s,
        .classes = ask->classes,
        .directions = ask->directions,
        .period = ask->period,
    };
}

struct am_query am_head_query(const struct am_head *head)
{
    return (struct am_query){
        .from_day = head->period.from_day,
        .until_day = head->period.until_day,
        .classes = head->classes,
        .directions = head->directions,
    };
}

static int read_coverage(struct am_head *head, struct am_store *store,
                         struct am_err *err)
{
    struct am_coverage *coverage = &head->coverage;
    struct am_query query = am_head_query(head);
    struct am_message_sums sums = {0};

    query.directions = 0;
    memset(coverage, 0, sizeof(*coverage));
    if (am_query_messages(store, &query, &sums, err) < 0)
        return -1;
    coverage->measured = sums.messages;
    coverage->downtime_s = sums.downtime_s;
    for (size_t i = 0; i < AM_GAP_COUNT; i++) {
        coverage->gap_reasons[i] = sums.gaps[i];
        coverage->gaps += sums.gaps[i];
    }
    coverage->seen = coverage->measured + coverage->gaps;
    return 0;
}

/* On the first day of all there is no complete day to show. */
static int read_period(struct am_head *head, struct am_store *store,
                       struct am_err *err)
{
    head->with_today = false;
    if (read_coverage(head, store, err) < 0)
        return -1;
    if (!head->period.is_default || !am_head_is_empty(head))
        return 0;
    head->period.until_day++;
    if (read_coverage(head, store, err) < 0)
        return -1;
    head->with_today = !am_head_is_empty(head);
    if (!head->with_today)
        head->period.until_day--;
    return 0;
}

int am_head_read(struct am_head *head, struct am_store *store,
                 struct am_err *err)
{
    if (read_period(head, store, err) < 0)
        return -1;
    return am_epoch_bound(store, head->period.from_day, head->period.until_day,
                          &head->bound, err);
}

int am_head_complete_days(const struct am_head *head, struct am_store *store,
                          int64_t *days, struct am_err *err)
{
    struct am_query query = am_head_query(head);
    int64_t today = am_day_of(head->now_s);

    if (query.until_day > today)
        query.until_day = today;
    *days = 0;
    return query.from_day < query.until_day
               ? am_query_days(store, &query, days, err)
               : 0;
}

bool am_head_is_empty(const struct am_head *head)
{
    return head->coverage.seen == 0;
}
