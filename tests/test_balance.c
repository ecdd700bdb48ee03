/*
 * test_balance - a year's balance on a small store, and what it prints of it.
 */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include <sqlite3.h>

#include "base/calendar.h"
#include "post.h"
#include "report/balance.h"
#include "store/ingest.h"
#include "suite.h"

#define DAY_S INT64_C(86400)

static struct am_store *store;
static struct am_ingest *ingest;
static struct am_factors factors;
static struct am_err err;

static void open_store(void)
{
    const struct am_ingest_options options = {0};

    ck_assert_msg(am_store_open(&store, ":memory:", &err) == 0, "%s", err.text);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), 0);
    ck_assert_msg(am_factors_load(&factors, NULL, &err) == 0, "%s", err.text);
}

static void close_store(void)
{
    am_ingest_destroy(&ingest);
    am_store_close(&store);
    am_factors_free(&factors);
}

static void take(int64_t day, enum am_direction direction,
                 const char *recipients, const char *attachments)
{
    struct post_box box;
    const struct post post = POST_AND(
        day * DAY_S + 60, 0, recipients, attachments,
        .direction = (int)direction, .sender = 1, .domain = "example.org",
        .sent = direction != AM_DIRECTION_INBOUND);

    ck_assert_int_eq(am_ingest_begin(ingest, &err), 0);
    ck_assert_msg(am_ingest_take(ingest, post_make(&post, &box), &err) == 0,
                  "%s", err.text);
    ck_assert_int_eq(am_ingest_commit(ingest, &err), 0);
}

static void run_sql(const char *sql)
{
    ck_assert_msg(sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(am_store_handle(store)));
}

static int64_t day_of(int month, int day_of_month)
{
    return am_day_of_civil(2026, month, day_of_month);
}

/*
 * Today is 2026-03-02.  Mail on each day of January; in February a gap on the
 * 3rd, the daemon running on the 5th and 6th, mail on the 10th, some of it for
 * others; mail on each day of March up to yesterday, but March goes on;
 * today's, which is not over; one of April, by a wrong clock.
 */
static void fill_store(void)
{
    char sql[256];

    for (int day = 1; day <= 31; day++)
        take(day_of(1, day), AM_DIRECTION_INTERNAL, "1 2", "A");
    take(day_of(2, 10), AM_DIRECTION_OUTBOUND, "1 x3 y4", "B");
    take(day_of(3, 1), AM_DIRECTION_INTERNAL, "1", "A");
    take(day_of(3, 2), AM_DIRECTION_INTERNAL, "1 2", "C");
    take(day_of(4, 1), AM_DIRECTION_INTERNAL, "1 2", "C");
    take(day_of(1, 1) - 1, AM_DIRECTION_INTERNAL, "1 2", "D");
    snprintf(sql, sizeof(sql), "INSERT INTO gap VALUES (%lld, 0, 3)",
             (long long)day_of(2, 3));
    run_sql(sql);
    snprintf(sql, sizeof(sql),
             "INSERT INTO run (started_s, heartbeat_s, clean) "
             "VALUES (%lld, %lld, 1)",
             (long long)(day_of(2, 5) * DAY_S + 3600),
             (long long)(day_of(2, 6) * DAY_S + 3600));
    run_sql(sql);
}

static struct am_balance *make(const char *year)
{
    const struct am_period_request range = {.year = year};
    struct am_balance *balance = NULL;
    struct am_report_request request = {
        .ask.now_s = day_of(3, 2) * DAY_S + 3600,
        .ask.source = "test.db",
        .country = "FRA",
        .factors = &factors,
    };

    ck_assert_int_eq(
        am_period_resolve(&request.ask.period, &range, day_of(3, 2), &err), 0);
    ck_assert_msg(am_balance_make(&balance, store, &request, &err) == 0, "%s",
                  err.text);
    return balance;
}

static const struct am_balance_row *row_of(const struct am_balance *balance,
                                           const char *section,
                                           const char *name)
{
    for (size_t i = 0; i < balance->row_count; i++) {
        const struct am_balance_row *row = &balance->rows[i];
        if (strcmp(row->section, section) == 0 && strcmp(row->name, name) == 0)
            return row;
    }
    ck_abort_msg("no %s.%s", section, name);
}

static const struct {
    const char *section, *name;
    int64_t count;
} counts[] = {
    {"days", "year_days", 365},
    {"days", "range_days", 60},
    {"days", "days_with_data", 36},
    {"days", "missing_days", 24},
    {"days", "whole_months", 1},
    {"mail", "messages_seen", 36},
    {"mail", "messages_measured", 33},
    {"mail", "messages_not_measured", 3},
    {"mail", "messages_after_today", 1},
    {"external", "copies", 2},
    /* A is 1000 bytes, stored 1339; B 2000, stored 2671 */
    {"bytes", "received_bytes", 32 * 1339 + 2671},
    {"bytes", "delivered_bytes", 95 * 1339 + 2 * 2671},
    {"bytes", "unique_bytes", 3000},
    {"bytes", "avoidable_bytes", 95 * 1339 + 2 * 2671 - 3000},
};

START_TEST(counts_the_year)
{
    struct am_balance *balance = make("2026");
    const struct am_balance_row *row =
        row_of(balance, counts[_i].section, counts[_i].name);

    ck_assert(row->is_count);
    ck_assert_msg(row->count == counts[_i].count, "%s is %lld", row->name,
                  (long long)row->count);
    am_balance_free(&balance);
    ck_assert_ptr_null(balance);
}

END_TEST

static const struct {
    const char *name;
    int64_t days, days_with_data, messages, gaps;
    bool is_whole;
} months[] = {
    {"2026-01", 31, 31, 31, 0, true},
    {"2026-02", 28, 4, 1, 3, false},
    {"2026-03", 1, 1, 1, 0, false},
};

START_TEST(counts_the_months)
{
    struct am_balance *balance = make("2026");
    int64_t delivered_bytes = 0;
    int64_t unique_bytes = 0;
    int64_t avoidable_bytes = 0;

    ck_assert_uint_eq(balance->month_count, ROWS(months));
    for (size_t i = 0; i < balance->month_count; i++) {
        const struct am_balance_month *month = &balance->months[i];
        ck_assert_str_eq(month->name, months[i].name);
        ck_assert_int_eq(month->days, months[i].days);
        ck_assert_int_eq(month->days_with_data, months[i].days_with_data);
        ck_assert_int_eq(month->messages, months[i].messages);
        ck_assert_int_eq(month->gaps, months[i].gaps);
        ck_assert_int_eq(month->is_whole, months[i].is_whole);
        delivered_bytes += month->delivered_bytes;
        unique_bytes += month->unique_bytes;
        avoidable_bytes += month->avoidable_bytes;
    }
    ck_assert_int_eq(delivered_bytes,
                     row_of(balance, "bytes", "delivered_bytes")->count);
    ck_assert_int_eq(unique_bytes,
                     row_of(balance, "bytes", "unique_bytes")->count);
    ck_assert_int_eq(avoidable_bytes,
                     row_of(balance, "bytes", "avoidable_bytes")->count);
    am_balance_free(&balance);
}

END_TEST

/* A year that is over, with a leap day, and before all data. */
START_TEST(counts_a_leap_year)
{
    struct am_balance *balance = make("2024");

    ck_assert_uint_eq(balance->month_count, 12);
    ck_assert_int_eq(row_of(balance, "days", "year_days")->count, 366);
    ck_assert_int_eq(row_of(balance, "days", "range_days")->count, 366);
    ck_assert_int_eq(row_of(balance, "days", "missing_days")->count, 366);
    ck_assert(am_head_is_empty(&balance->report->head));
    ck_assert_ptr_null(am_balance_verdict(balance));
    ck_assert(
        isnan(row_of(balance, "avoided", "total_kg_co2e")->value.central));
    ck_assert_double_eq(row_of(balance, "own", "total_kg_co2e")->value.central,
                        0);
    am_balance_free(&balance);
}

END_TEST

START_TEST(keeps_the_stores_apart)
{
    struct am_balance *balance = make("2026");
    const struct am_interval *own = balance->report->impact.estimate.output;

    ck_assert_double_eq(row_of(balance, "own", "total_kg_co2e")->value.high,
                        own[AM_MAIL_KGCO2E].high);
    ck_assert_double_eq_tol(
        row_of(balance, "own", "total_kg_co2e")->value.central,
        row_of(balance, "own", "operational_kg_co2e")->value.central +
            row_of(balance, "own", "embodied_kg_co2e")->value.central,
        1e-18);
    ck_assert_double_eq(row_of(balance, "avoided", "total_kg_co2e")->value.low,
                        own[AM_SAVED_KGCO2E].low);
    /* Two external copies of 2000 bytes, each by a hop of its own, fetched 1.5
     * times, at 0.01 kWh/GB; kept for 3 years at 127 kWh/TB. */
    ck_assert_double_eq_tol(
        row_of(balance, "external", "energy_network_kwh")->value.central,
        1.368 * (4000 + 1.5 * 4000) * 1e-9 * 0.01, 1e-18);
    ck_assert_double_eq_tol(
        row_of(balance, "external", "energy_storage_kwh")->value.central,
        1.368 * 4000 * 3e-12 * 127.48428, 1e-18);
    /* What the own store measured is not said of theirs. */
    ck_assert_int_eq(
        balance->report->impact.factors.factor[AM_FACTOR_MAIL_EXPANSION].status,
        AM_FACTOR_MEASURED);
    am_balance_free(&balance);
}

END_TEST

/* ---- printing ---- */

typedef int print_fn(const struct am_balance *balance, FILE *out);

static int print_text(const struct am_balance *balance, FILE *out)
{
    const struct am_look plain = {0};

    return am_balance_text(balance, &plain, out, &err);
}

static int print_json(const struct am_balance *balance, FILE *out)
{
    return am_balance_json(balance, out, &err);
}

static int print_csv(const struct am_balance *balance, FILE *out)
{
    return am_balance_csv(balance, AM_CSV_STANDARD, out, &err);
}

static char *print(const char *year, print_fn *fn)
{
    struct am_balance *balance = make(year);
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(fn(balance, out), 0);
    fclose(out);
    am_balance_free(&balance);
    return text;
}

static const char *const sentences[] = {
    "60 of 365",
    "with data 36, missing 24",
    "whole months 1",
    "1 message dated after today",
    "nothing is extrapolated",
    "avoided by sharing: not established",
    "never\nsubtracted",
    "other people's mailboxes",
    "FRA 2025",
};

START_TEST(prints_a_table)
{
    char *text = print("2026", print_text);

    for (size_t i = 0; i < ROWS(sentences); i++) {
        ck_assert_msg(strstr(text, sentences[i]) != NULL, "no '%s' in:\n%s",
                      sentences[i], text);
    }
    for (const char *line = text; *line != '\0';) {
        size_t width = strcspn(line, "\n");
        ck_assert_msg(width <= 80, "%.*s", (int)width, line);
        line += width + (line[width] == '\n');
    }
    free(text);
    text = print("2024", print_text);
    ck_assert_ptr_null(strstr(text, "nan"));
    free(text);
}

END_TEST

START_TEST(prints_json)
{
    char *text = print("2026", print_json);
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    json_t *avoided = json_object_get(root, "avoided");

    ck_assert_ptr_nonnull(root);
    ck_assert_str_eq(json_string_value(json_object_get(root, "schema")),
                     "attachmeter.balance/1");
    ck_assert_int_eq(json_integer_value(json_object_get(root, "year")), 2026);
    ck_assert_str_eq(json_string_value(json_object_get(avoided, "verdict")),
                     "not established");
    ck_assert(json_is_real(
        json_object_get(json_object_get(avoided, "total_kg_co2e"), "value")));
    ck_assert_uint_eq(json_array_size(json_object_get(root, "months")), 3);
    ck_assert_ptr_null(json_object_get(root, "explain"));
    json_decref(root);
    free(text);
}

END_TEST

START_TEST(prints_csv)
{
    char *text = print("2026", print_csv);

    ck_assert_ptr_nonnull(strstr(text, "2026,days,missing_days,24,,,"));
    ck_assert_ptr_nonnull(
        strstr(text, "2026-02,month,days_with_data,4,,,\r\n"));
    ck_assert_ptr_nonnull(strstr(text, "2026,grid,g_co2e_per_kwh,41.4"));
    ck_assert_ptr_nonnull(
        strstr(text, "2026,avoided,verdict,,,,not established\r\n"));
    free(text);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("balance");
    TCase *tests = tcase_create("balance");

    tcase_add_checked_fixture(tests, open_store, close_store);
    tcase_add_checked_fixture(tests, fill_store, NULL);
    tcase_add_loop_test(tests, counts_the_year, 0, ROWS(counts));
    tcase_add_test(tests, counts_the_months);
    tcase_add_test(tests, counts_a_leap_year);
    tcase_add_test(tests, keeps_the_stores_apart);
    tcase_add_test(tests, prints_a_table);
    tcase_add_test(tests, prints_json);
    tcase_add_test(tests, prints_csv);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}
