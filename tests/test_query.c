/* test_query - sums of days: groups, filters, order and ranges. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/units.h"
#include "post.h"
#include "store/ingest.h"
#include "store/query.h"
#include "suite.h"

#define DAY     20000 /* 2024-10-04 */
#define DAY_S   INT64_C(86400)
#define MORNING (DAY * DAY_S + 36000)

static struct am_store *store;
static struct am_err err;

static const struct post posts[] = {
    POST_AND(MORNING, 1, "1 2", "A", .direction = AM_DIRECTION_INBOUND,
             .domain = "b.example"),
    POST_AND(MORNING + DAY_S, 2, "1", "aB#", .sent = true,
             .direction = AM_DIRECTION_INTERNAL, .domain = "a.example"),
    POST_AND(MORNING + DAY_S, 3, "x1", "", .sent = true,
             .direction = AM_DIRECTION_OUTBOUND, .domain = "a.example"),
    POST_AND(MORNING + 3 * DAY_S, 4, "x1 y2", "C",
             .direction = AM_DIRECTION_TRANSIT, .domain = ""),
};

static void set_up(void)
{
    struct am_ingest *ingest = NULL;
    struct post_box box;

    ck_assert_int_eq(am_store_open(&store, ":memory:", &err), 0);
    ck_assert_int_eq(am_ingest_create(&ingest, store, NULL, &err), 0);
    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    for (int i = 0; i < ROWS(posts); i++) {
        struct am_record *record = post_make(&posts[i], &box);
        record->flaw_count[AM_FLAW_B64_JUNK] = (uint32_t)i;
        ck_assert_msg(am_ingest_take(ingest, record, &err) == 0, "%s",
                      err.text);
    }
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
    am_ingest_destroy(&ingest);
}

static void tear_down(void)
{
    am_store_close(&store);
}

/* "value:sightings/size_bytes " for each group, "value+value:..." of two. */
static int write_group(void *context, const struct am_group *group,
                       const struct am_sums *sums, struct am_err *why)
{
    char *text = context;
    size_t size = strlen(text);

    (void)why;
    snprintf(text + size, 512 - size, "%s%s%s:%lld/%lld ", group->value[0],
             group->value[1][0] != '\0' ? "+" : "", group->value[1],
             (long long)sums->sightings, (long long)sums->size_bytes);
    return 0;
}

static const struct {
    const char *name;
    struct am_query query;
    const char *groups;
} rows[] = {
    {"all in one", {0, 30000, 0, 0, AM_BY_NOTHING, 0, 0, 0}, ":5/7500 "},
    {"by day",
     {0, 30000, 0, 0, AM_BY_DAY, 0, 0, 0},
     "2024-10-04:1/1000 2024-10-05:3/3500 2024-10-07:1/3000 "},
    {"by direction, in the order of numbers",
     {0, 30000, 0, 0, AM_BY_DIRECTION, 0, 0, 0},
     "inbound:1/1000 internal:3/3500 transit:1/3000 "},
    {"by domain, in the order they were met",
     {0, 30000, 0, 0, AM_BY_DOMAIN, 0, 0, 0},
     "b.example:1/1000 a.example:3/3500 :1/3000 "},
    {"by family: the first sight decides",
     {0, 30000, 0, 0, AM_BY_FAMILY, 0, 0, 0},
     "pdf:5/7500 "},
    {"by class",
     {0, 30000, 0, 0, AM_BY_CLASS, 0, 0, 0},
     "attachment:3/6000 inline:1/1000 opaque:1/500 "},
    {"by bucket: a small picture in the text is a logo",
     {0, 30000, 0, 0, AM_BY_BUCKET, 0, 0, 0},
     "logo:1/1000 attachment:3/6000 opaque:1/500 "},
    {"by week",
     {0, 30000, 0, 0, AM_BY_WEEK, 0, 0, 0},
     "2024-W40:4/4500 2024-W41:1/3000 "},
    {"by month", {0, 30000, 0, 0, AM_BY_MONTH, 0, 0, 0}, "2024-10:5/7500 "},
    {"by year", {0, 30000, 0, 0, AM_BY_YEAR, 0, 0, 0}, "2024:5/7500 "},
    {"by domain in weeks",
     {0, 30000, 0, 0, AM_BY_WEEK, AM_BY_DOMAIN, 0, 0},
     "2024-W40+b.example:1/1000 2024-W40+a.example:3/3500 2024-W41:1/3000 "},
    {"by class in domains",
     {0, 30000, 0, 0, AM_BY_DOMAIN, AM_BY_CLASS, 0, 0},
     "b.example+attachment:1/1000 a.example+attachment:1/2000 "
     "a.example+inline:1/1000 a.example+opaque:1/500 +attachment:1/3000 "},
    {"one class", {0, 30000, 1U << AM_CLASS_INLINE, 0, 0, 0, 0, 0}, ":1/1000 "},
    {"two classes",
     {0, 30000, 1U << AM_CLASS_INLINE | 1U << AM_CLASS_OPAQUE, 0, AM_BY_CLASS,
      0, 0, 0},
     "inline:1/1000 opaque:1/500 "},
    {"one direction",
     {0, 30000, 0, 1U << AM_DIRECTION_TRANSIT, AM_BY_DAY, 0, 0, 0},
     "2024-10-07:1/3000 "},
    {"half-open: the last day is out",
     {DAY, DAY + 1, 0, 0, AM_BY_DAY, 0, 0, 0},
     "2024-10-04:1/1000 "},
    {"a day without rows has no group",
     {DAY + 2, DAY + 3, 0, 0, 0, 0, 0, 0},
     ""},
    {"an empty range", {DAY, DAY, 0, 0, 0, 0, 0, 0}, ""},
};

START_TEST(groups_are_as_asked)
{
    char text[512] = "";

    ck_assert_msg(
        am_query_sums(store, &rows[_i].query, write_group, text, &err) == 0,
        "%s", err.text);
    ck_assert_msg(strcmp(text, rows[_i].groups) == 0, "%s: %s", rows[_i].name,
                  text);
}

END_TEST

static int stop(void *context, const struct am_group *group,
                const struct am_sums *sums, struct am_err *why)
{
    int *calls = context;

    (void)group;
    (void)sums;
    ++*calls;
    return am_fail(why, AM_EIO, "enough");
}

static int keep(void *context, const struct am_group *group,
                const struct am_sums *sums, struct am_err *why)
{
    struct am_sums *kept = context;

    (void)group;
    (void)why;
    *kept = *sums;
    return 0;
}

/* On the second day A, B and one without a digest, of 1000, 2000 and 500 bytes,
 * lie in one mailbox and in Sent: stored 1339, 2671 and 500. */
static const struct {
    const char *name;
    int64_t sent_less, packed_less;
    int64_t copies_sent, size_sent, stored_sent, undigested, packed;
    int64_t packed_undigested;
} scales[] = {
    {"as it is", 0, 0, 3, 3500, 4510, 1000, 9020, 1000},
    {"half of Sent is kept", 500, 0, 3, 1750, 2254, 750, 6764, 750},
    {"none of Sent is kept", 1000, 0, 3, 0, 0, 500, 4510, 500},
    {"compressed: rounded down in each row", 0, 240, 3, 3500, 4510, 1000,
     2035 + 4059 + 760, 760},
    {"both", 500, 240, 3, 1750, 2254, 750, 1526 + 3044 + 570, 570},
};

START_TEST(sent_and_compressed_bytes_are_scaled)
{
    const struct am_query query = {.from_day = DAY + 1,
                                   .until_day = DAY + 2,
                                   .sent_less = scales[_i].sent_less,
                                   .packed_less = scales[_i].packed_less};
    const char *name = scales[_i].name;
    struct am_sums sums = {0};

    ck_assert_int_eq(am_query_sums(store, &query, keep, &sums, &err), 0);
    ck_assert_msg(sums.copies_sent == scales[_i].copies_sent, "%s", name);
    ck_assert_msg(sums.size_sent_bytes == scales[_i].size_sent, "%s: %lld",
                  name, (long long)sums.size_sent_bytes);
    ck_assert_msg(sums.stored_sent_bytes == scales[_i].stored_sent, "%s: %lld",
                  name, (long long)sums.stored_sent_bytes);
    ck_assert_msg(sums.undigested_own_bytes == scales[_i].undigested,
                  "%s: %lld", name, (long long)sums.undigested_own_bytes);
    ck_assert_msg(sums.packed_own_bytes == scales[_i].packed, "%s: %lld", name,
                  (long long)sums.packed_own_bytes);
    ck_assert_msg(sums.packed_undigested_bytes == scales[_i].packed_undigested,
                  "%s: %lld", name, (long long)sums.packed_undigested_bytes);
}

END_TEST

START_TEST(a_caller_may_stop)
{
    const struct am_query query = {0, 30000, 0, 0, AM_BY_DAY, 0, 0, 0};
    int calls = 0;

    ck_assert_int_eq(am_query_sums(store, &query, stop, &calls, &err), -1);
    ck_assert_int_eq(calls, 1);
    ck_assert_str_eq(err.text, "enough");
}

END_TEST

START_TEST(messages_are_summed)
{
    struct am_query query = {0, 30000, 0, 0, 0, 0, 0, 0};
    struct am_message_sums sums;

    ck_assert_int_eq(am_query_messages(store, &query, &sums, &err), 0);
    ck_assert_int_eq(sums.messages, 4);
    ck_assert_int_eq(sums.with_attachments, 3);
    ck_assert_int_eq(sums.deliveries, 6);
    ck_assert_int_eq(sums.deliveries_with_attachments, 5);
    ck_assert_int_eq(sums.wire_bytes, 20000);
    ck_assert_int_eq(sums.first_day, DAY);
    ck_assert_int_eq(sums.last_day, DAY + 3);
    ck_assert_int_eq(sums.downtime_s, 0);
    query.directions = 1U << AM_DIRECTION_OUTBOUND;
    ck_assert_int_eq(am_query_messages(store, &query, &sums, &err), 0);
    ck_assert_int_eq(sums.messages, 1);
    ck_assert_int_eq(sums.with_attachments, 0);
    query.until_day = 1;
    ck_assert_int_eq(am_query_messages(store, &query, &sums, &err), 0);
    ck_assert_int_eq(sums.messages, 0);
    ck_assert_int_eq(sums.first_day, 0);
}

END_TEST

static void run_sql(const char *sql)
{
    ck_assert_msg(sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(am_store_handle(store)));
}

/* Mail is on the days 0, 1 and 3, counted from DAY; a gap on 1 and 9; the
 * daemon ran from 3 to 5, within that, over it, and from 9 to 10; and once its
 * clock went back from 20 to 2. */
static void add_gaps_and_runs(void)
{
    char sql[512];

    snprintf(sql, sizeof(sql),
             "INSERT INTO gap VALUES (%d, 0, 3), (%d, 1, 3), (%d, 0, 1)",
             DAY + 1, DAY + 1, DAY + 9);
    run_sql(sql);
    snprintf(sql, sizeof(sql),
             "INSERT INTO run (started_s, heartbeat_s, clean) SELECT"
             " (%d + column1) * 86400, (%d + column2) * 86400 - 1, 1"
             " FROM (VALUES (3, 6), (4, 5), (5, 6), (9, 11), (20, 3))",
             DAY, DAY);
    run_sql(sql);
}

static const struct {
    const char *name;
    int64_t from_day, until_day, days;
} known[] = {
    {"all", DAY, DAY + 30, 7},
    {"a range without end takes no time", 0, INT64_C(1) << 40, 7},
    {"a run's middle", DAY + 4, DAY + 5, 1},
    {"of a run the end", DAY + 5, DAY + 9, 1},
    {"of a run the beginning", DAY + 6, DAY + 10, 1},
    {"of two runs what is in it", DAY + 5, DAY + 10, 2},
    {"mail and a gap on the same day", DAY + 1, DAY + 2, 1},
    {"a day of which nothing is known", DAY + 2, DAY + 3, 0},
    {"before all", DAY - 30, DAY, 0},
    {"beyond all", DAY + 11, DAY + 40, 0},
    {"an empty range", DAY, DAY, 0},
};

START_TEST(days_with_data_are_counted_once)
{
    const struct am_query query = {.from_day = known[_i].from_day,
                                   .until_day = known[_i].until_day};
    int64_t days = -1;

    add_gaps_and_runs();
    ck_assert_msg(am_query_days(store, &query, &days, &err) == 0, "%s",
                  err.text);
    ck_assert_msg(days == known[_i].days, "%s: %lld", known[_i].name,
                  (long long)days);
}

END_TEST

START_TEST(days_of_a_store_without_mail_are_none)
{
    const struct am_query query = {.from_day = DAY, .until_day = DAY + 9};
    struct am_store *empty = NULL;
    int64_t days = -1;

    ck_assert_int_eq(am_store_open(&empty, ":memory:", &err), 0);
    ck_assert_int_eq(am_query_days(empty, &query, &days, &err), 0);
    ck_assert_int_eq(days, 0);
    am_store_close(&empty);
}

END_TEST

START_TEST(flaws_are_summed)
{
    struct am_query query = {0, 30000, 0, 0, 0, 0, 0, 0};
    int64_t counts[AM_FLAW_COUNT];

    ck_assert_int_eq(am_query_flaws(store, &query, counts, &err), 0);
    ck_assert_int_eq(counts[AM_FLAW_B64_JUNK], 6);
    ck_assert_int_eq(counts[AM_FLAW_NO_END], 0);
    query.from_day = DAY + 2;
    ck_assert_int_eq(am_query_flaws(store, &query, counts, &err), 0);
    ck_assert_int_eq(counts[AM_FLAW_B64_JUNK], 3);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("query");
    TCase *tcase = tcase_create("query");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, groups_are_as_asked, 0, ROWS(rows));
    tcase_add_loop_test(tcase, sent_and_compressed_bytes_are_scaled, 0,
                        ROWS(scales));
    tcase_add_test(tcase, a_caller_may_stop);
    tcase_add_test(tcase, messages_are_summed);
    tcase_add_loop_test(tcase, days_with_data_are_counted_once, 0, ROWS(known));
    tcase_add_test(tcase, days_of_a_store_without_mail_are_none);
    tcase_add_test(tcase, flaws_are_summed);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
