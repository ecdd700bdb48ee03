/* test_trend - figures over time: every stretch has a row, and holes show. */
#include "desk.h"
#include "report/trend.h"

/* DAY is 2024-10-04, a Friday; the first Monday after it is DAY + 3. */
#define MONDAY (DAY + 3)

static void send(int64_t day, int count)
{
    for (int i = 0; i < count; i++) {
        const struct post post =
            POST_AND(day * DAY_S + 36000, 0, "1 2 x3", "A", .sender = 1,
                     .direction = AM_DIRECTION_INBOUND, .domain = "a.example");
        append(&post);
    }
    drain();
}

static void execute(const char *sql)
{
    ck_assert_msg(sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL) ==
                      SQLITE_OK,
                  "%s", sql);
}

/* "name[*]:messages/seen/delivered" of each row, '*' if it is not whole. */
static void write_rows(const struct am_trend *trend, char text[1024])
{
    text[0] = '\0';
    for (size_t i = 0; i <= trend->count; i++) {
        const struct am_trend_row *row =
            i < trend->count ? &trend->rows[i] : &trend->total;
        size_t used = strlen(text);
        snprintf(text + used, 1024 - used, "%s%s%s:%lld/%lld/%lld",
                 i > 0 ? " " : "", row->name,
                 row->is_whole || i == trend->count ? "" : "*",
                 (long long)row->messages, (long long)row->own.sightings,
                 (long long)row->own.delivered.stored_bytes);
    }
}

/* Mail: one on the first day, two on DAY + 1, three on the Monday after, one
 * ten weeks later.  Each is 1339 bytes in each of two mailboxes of ours. */
static void fill(void)
{
    send(DAY, 1);
    send(DAY + 1, 2);
    send(MONDAY, 3);
    send(MONDAY + 70, 1);
}

static const struct {
    const char *name, *sql;
    int64_t from_day, until_day, today;
    enum am_calendar by;
    const char *rows; /* NULL: no data */
} rows[] = {
    {"days, those without mail too", "", DAY, DAY + 5, DAY + 80,
     AM_CALENDAR_DAY,
     "2024-10-04*:1/1/2678 2024-10-05:2/2/5356 2024-10-06:0/0/0 "
     "2024-10-07:3/3/8034 2024-10-08:0/0/0 total:6/6/16068"},
    {"the first day of all and today are not whole", "", DAY, DAY + 2, DAY + 1,
     AM_CALENDAR_DAY,
     "2024-10-04*:1/1/2678 2024-10-05*:2/2/5356 "
     "total:3/3/8034"},
    {"rows begin with the first mail", "", DAY - 100, DAY + 2, DAY + 80,
     AM_CALENDAR_DAY,
     "2024-10-04*:1/1/2678 2024-10-05:2/2/5356 total:3/3/8034"},
    {"rows end with today", "", MONDAY + 70, DAY + 70000, MONDAY + 71,
     AM_CALENDAR_DAY, "2024-12-16:1/1/2678 2024-12-17*:0/0/0 total:1/1/2678"},
    {"or with mail of a clock that was ahead", "", MONDAY + 1, DAY + 70000,
     MONDAY + 60, AM_CALENDAR_DAY, "2024-12-16*:1/1/2678 total:1/1/2678"},
    {"weeks cut at both ends", "", DAY + 1, MONDAY + 8, DAY + 80,
     AM_CALENDAR_WEEK,
     "2024-W40*:2/2/5356 2024-W41:3/3/8034 2024-W42*:0/0/0 total:5/5/13390"},
    {"months", "", DAY, DAY + 80, DAY + 80, AM_CALENDAR_MONTH,
     "2024-10*:6/6/16068 2024-11:0/0/0 2024-12*:1/1/2678 total:7/7/18746"},
    {"years", "", DAY, DAY + 80, DAY + 80, AM_CALENDAR_YEAR,
     "2024*:7/7/18746 total:7/7/18746"},
    {"gaps make a hole", "INSERT INTO gap VALUES (20001, 1, 1)", DAY + 1,
     DAY + 3, DAY + 80, AM_CALENDAR_DAY,
     "2024-10-05*:2/2/5356 2024-10-06:0/0/0 total:2/2/5356"},
    {"so does a day on which only gaps are",
     "INSERT INTO gap VALUES (20002, 1, 9)", DAY + 1, DAY + 3, DAY + 80,
     AM_CALENDAR_DAY, "2024-10-05:2/2/5356 2024-10-06*:0/0/0 total:2/2/5356"},
    {"and time without the daemon, up to a hundredth",
     "INSERT INTO run (started_s, heartbeat_s, clean) VALUES (1, 1728086000, "
     "1), (1728087400, 1728200000, 1), (1728200800, 1828200000, 1)",
     DAY + 1, DAY + 3, DAY + 80, AM_CALENDAR_DAY,
     "2024-10-05*:2/2/5356 2024-10-06:0/0/0 total:2/2/5356"},
    {"no mail", "", DAY - 10, DAY, DAY + 80, AM_CALENDAR_DAY, NULL},
};

static struct am_trend *make(int64_t from_day, int64_t until_day, int64_t today,
                             enum am_calendar by)
{
    const struct am_trend_request request = {
        .ask.period = {.from_day = from_day, .until_day = until_day},
        .by = by,
        .ask.now_s = today * DAY_S,
        .ask.source = "test",
    };
    struct am_trend *trend = NULL;
    int result = am_trend_make(&trend, store, &request, &err);

    ck_assert_msg(result >= 0, "%s", err.text);
    ck_assert_int_eq(result == 1, trend->count == 0);
    return trend;
}

START_TEST(every_stretch_has_a_row)
{
    char text[1024];

    fill();
    execute(rows[_i].sql);
    struct am_trend *trend = make(rows[_i].from_day, rows[_i].until_day,
                                  rows[_i].today, rows[_i].by);
    ck_assert_int_eq(trend->count == 0, rows[_i].rows == NULL);
    write_rows(trend, text);
    ck_assert_msg(rows[_i].rows == NULL || strcmp(text, rows[_i].rows) == 0,
                  "%s: %s", rows[_i].name, text);
    am_trend_free(&trend);
}

END_TEST

/* Whatever the unit, the rows are those of a report of the range. */
START_TEST(rows_add_up_to_a_report)
{
    fill();
    send(DAY - 30, 1); /* a clock went back */
    for (int64_t from_day = DAY - 40; from_day < MONDAY; from_day += 3) {
        struct am_sums sums = sums_of(from_day, MONDAY + 71);
        struct am_savings own = am_savings_of(&sums, AM_SCOPE_OWN);
        struct am_trend *trend =
            make(from_day, MONDAY + 71, DAY + 200, (enum am_calendar)_i);
        int64_t messages = 0;
        int64_t delivered = 0;
        for (size_t i = 0; i < trend->count; i++) {
            messages += trend->rows[i].messages;
            delivered += trend->rows[i].own.delivered.stored_bytes;
            ck_assert(i == 0 ||
                      trend->rows[i].from_day == trend->rows[i - 1].until_day);
        }
        ck_assert_int_eq(messages, trend->head.coverage.measured);
        ck_assert_int_eq(delivered, own.delivered.stored_bytes);
        ck_assert_mem_eq(&trend->total.own, &own, sizeof(own));
        am_trend_free(&trend);
    }
}

END_TEST

/* Ten whole weeks, each with a message more; the one with a gap is left out,
 * and the unit of the rows does not matter. */
START_TEST(growth_is_of_whole_weeks)
{
    send(DAY, 1);
    for (int week = 0; week < 10; week++)
        send(MONDAY + 7 * week + 1, 5);
    struct am_trend *trend =
        make(DAY, MONDAY + 70, MONDAY + 70, (enum am_calendar)_i);
    ck_assert_uint_eq(trend->weeks, 10);
    ck_assert(trend->growth.central == 0 && trend->growth.low == 0);
    am_trend_free(&trend);
    execute("INSERT INTO gap VALUES (20010, 1, 3)");
    trend = make(DAY, MONDAY + 70, MONDAY + 69, (enum am_calendar)_i);
    ck_assert_uint_eq(trend->weeks, 8);
    am_trend_free(&trend);
    trend = make(DAY, MONDAY + 60, MONDAY + 70, (enum am_calendar)_i);
    ck_assert_uint_eq(trend->weeks, 7);
    ck_assert(trend->growth.central != trend->growth.central);
    am_trend_free(&trend);
}

END_TEST

START_TEST(too_many_bytes_are_said)
{
    const struct am_trend_request request = {
        .ask.period = {.from_day = DAY, .until_day = DAY + 9},
        .ask.now_s = (DAY + 20) * DAY_S,
        .ask.source = "test",
    };
    struct am_trend *trend = NULL;

    fill();
    execute("UPDATE day_sighting SET stored_local_bytes = 1 << 61");
    ck_assert_int_eq(am_trend_make(&trend, store, &request, &err), -1);
    ck_assert_msg(strstr(err.text, "2^60") != NULL, "%s", err.text);
    ck_assert_ptr_null(trend);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("trend");
    TCase *tcase = tcase_create("trend");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, every_stretch_has_a_row, 0, ROWS(rows));
    tcase_add_loop_test(tcase, rows_add_up_to_a_report, 0, AM_CALENDAR_COUNT);
    tcase_add_loop_test(tcase, growth_is_of_whole_weeks, 0, AM_CALENDAR_COUNT);
    tcase_add_test(tcase, too_many_bytes_are_said);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
