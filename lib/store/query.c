/* query - see query.h. */
#include "store/query.h"

#include <string.h>

#include "codec/flaw.h"
#include "meter/family.h"
#include "sql/embedded.h"
#include "store/statement.h"
#include "store/sums.h"

static void bind_days(struct am_statement *statement,
                      const struct am_query *query)
{
    am_bind(statement, ":from_day", query->from_day);
    am_bind(statement, ":until_day", query->until_day);
}

/* Columns of report/sums before the sums themselves. */
enum {
    GROUP_NUMBER,                    /* one a level */
    GROUP_DOMAIN = GROUP_NUMBER + 2, /* its name, if the level is one */
    GROUP_SENDERS = GROUP_DOMAIN + 2,
    GROUP_COLUMNS
};

/* What is counted of senders; a stretch of time alone is not. */
static unsigned dimensions_of(const struct am_query *query)
{
    unsigned grouped =
        am_by_dimension(query->by) | am_by_dimension(query->then_by);

    if (grouped == 0)
        return 0;
    return grouped | (query->classes != 0 ? AM_DIMENSION_CLASS : 0) |
           (query->directions != 0 ? AM_DIMENSION_DIRECTION : 0);
}

/* The text of a number that is no domain. */
static const char *text_of(enum am_by by, int64_t number,
                           char text[AM_CALENDAR_TEXT_SIZE])
{
    enum am_calendar unit = AM_CALENDAR_DAY;

    if (am_by_is_time(by, &unit))
        return am_calendar_text(unit, number, text);
    if (by == AM_BY_DIRECTION && number < AM_DIRECTION_COUNT)
        return am_direction_name((enum am_direction)number);
    if (by == AM_BY_FAMILY && number < AM_FAMILY_COUNT)
        return am_family_name((enum am_family)number);
    if (by == AM_BY_BUCKET && number < 0)
        return "logo";
    if ((by == AM_BY_CLASS || by == AM_BY_BUCKET) && number < AM_CLASS_COUNT)
        return am_class_name((enum am_class)number);
    return "";
}

static void read_group(const struct am_statement *statement,
                       const struct am_query *query,
                       char texts[2][AM_CALENDAR_TEXT_SIZE],
                       struct am_group *group)
{
    const enum am_by by[2] = {query->by, query->then_by};

    for (int i = 0; i < 2; i++) {
        group->number[i] = am_column(statement, GROUP_NUMBER + i);
        group->value[i] = by[i] == AM_BY_DOMAIN
                              ? am_column_text(statement, GROUP_DOMAIN + i)
                              : text_of(by[i], group->number[i], texts[i]);
    }
    group->senders = dimensions_of(query) == 0
                         ? AM_SENDERS_MAX
                         : am_column(statement, GROUP_SENDERS);
}

static int tell_group(const struct am_statement *statement,
                      const struct am_query *query, am_sums_fn *on_sums,
                      void *context, struct am_err *err)
{
    char texts[2][AM_CALENDAR_TEXT_SIZE];
    struct am_group group;
    struct am_sums sums = {0};

    for (size_t i = 0; i < AM_SUMS_ALL; i++) {
        *am_sums_at(&sums, i) = am_column(statement, GROUP_COLUMNS + (int)i);
    }
    if (am_sums_check(&sums, err) < 0)
        return -1;
    read_group(statement, query, texts, &group);
    return on_sums(context, &group, &sums, err);
}

static void bind_sums(struct am_statement *find, const struct am_query *query)
{
    bind_days(find, query);
    am_bind(find, ":classes", query->classes);
    am_bind(find, ":directions", query->directions);
    am_bind(find, ":by", query->by);
    am_bind(find, ":then_by", query->then_by);
    am_bind(find, ":dimensions", dimensions_of(query));
    am_bind(find, ":sent", 1000 - query->sent_less);
    am_bind(find, ":compression", 1000 - query->packed_less);
}

int am_query_sums(struct am_store *store, const struct am_query *query,
                  am_sums_fn *on_sums, void *context, struct am_err *err)
{
    struct am_statement find = {am_sql_report_sums, NULL};
    int result = 0;

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    bind_sums(&find, query);
    while ((result = am_statement_row(&find, err)) == 1) {
        if (tell_group(&find, query, on_sums, context, err) < 0) {
            result = -1;
            break;
        }
    }
    /* SQLite's sum() says so rather than go beyond 64 bits. */
    if (result < 0 && err != NULL && strstr(err->text, "integer overflow"))
        result = am_sums_fail(err);
    am_statements_finish(&find, 1);
    return result;
}

static int find_messages(struct am_statement *find,
                         struct am_message_sums *sums, struct am_err *err)
{
    if (am_statement_row(find, err) != 1)
        return -1;
    sums->messages = am_column(find, 0);
    sums->with_attachments = am_column(find, 1);
    sums->deliveries = am_column(find, 2);
    sums->deliveries_with_attachments = am_column(find, 3);
    sums->wire_bytes = am_column(find, 4);
    sums->first_day = am_column(find, 5);
    sums->last_day = am_column(find, 6);
    return 0;
}

/* Rows of a number below limit and how often it was met. */
static int find_times(struct am_statement *find, int64_t *times, int64_t limit,
                      struct am_err *err)
{
    int result = 0;

    memset(times, 0, (size_t)limit * sizeof(times[0]));
    while ((result = am_statement_row(find, err)) == 1) {
        int64_t number = am_column(find, 0);
        if (number >= 0 && number < limit)
            times[number] = am_column(find, 1);
    }
    return result;
}

int am_query_messages(struct am_store *store, const struct am_query *query,
                      struct am_message_sums *sums, struct am_err *err)
{
    struct am_statement find[] = {
        {am_sql_report_messages, NULL},
        {am_sql_report_gaps, NULL},
        {am_sql_report_downtime, NULL},
    };

    if (am_statements_prepare(am_store_handle(store), find, 3, err) < 0)
        return -1;
    for (size_t i = 0; i < 3; i++)
        bind_days(&find[i], query);
    am_bind(&find[0], ":directions", query->directions);
    int result = find_messages(&find[0], sums, err);
    if (result == 0)
        result = find_times(&find[1], sums->gaps, AM_GAP_COUNT, err);
    if (result == 0 && am_statement_row(&find[2], err) == 1) {
        sums->downtime_s = am_column(&find[2], 0);
    } else {
        result = -1;
    }
    am_statements_finish(find, 3);
    return result;
}

int am_query_days(struct am_store *store, const struct am_query *query,
                  int64_t *days, struct am_err *err)
{
    struct am_statement find = {am_sql_report_days, NULL};

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    bind_days(&find, query);
    int result = am_statement_row(&find, err) == 1 ? 0 : -1;
    if (result == 0)
        *days = am_column(&find, 0);
    am_statements_finish(&find, 1);
    return result;
}

int am_query_flaws(struct am_store *store, const struct am_query *query,
                   int64_t *counts, struct am_err *err)
{
    struct am_statement find = {am_sql_report_flaws, NULL};

    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    bind_days(&find, query);
    int result = find_times(&find, counts, AM_FLAW_COUNT, err);
    am_statements_finish(&find, 1);
    return result;
}
