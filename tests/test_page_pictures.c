/*
 * test_page_pictures - what is drawn is as long, as high and where the figures
 * say: bars, the interval on its axis, and the bar beside Lecko's benchmark.
 */
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>

#include "one_page.h"
#include "report/claims.h"

#define MAILBOXES 3

/* Where the interval's axis begins, and how wide it is, in percent. */
#define AXIS_LEFT 12.0
#define AXIS_ROOM 76.0

#define PER_REM 16.0

static void send(void)
{
    static const char *const attachments[] = {"A", "!", "BC", "D", "EF"};

    for (int i = 0; i < 120; i++) {
        const struct post post = POST_AND(
            MORNING + i % 11 * DAY_S, i + 1, i % 5 == 0 ? "1 2 3 4" : "1 2",
            attachments[i % ROWS(attachments)], .sender = i + 1,
            .domain = i % 2 == 0 ? "a.example" : "b.example",
            .direction = AM_DIRECTION_INTERNAL, .sent = i % 3 == 0);
        append(&post);
    }
    drain();
}

static const struct am_report_request request = {
    .ask = {.period = {DAY, DAY + 14, false}, .now_s = MORNING + 14 * DAY_S},
    .country = "FRA",
    .factors = &factors,
};

/* The daemon runs from the range's first day on. */
static struct am_page *make_page_of(const struct am_report_request *report)
{
    const struct am_page_request whole = {.report = *report,
                                          .mailboxes = MAILBOXES};
    char sql[160];

    set_up();
    send();
    snprintf(sql, sizeof(sql),
             "INSERT INTO run (started_s, heartbeat_s, clean) "
             "VALUES (%" PRId64 ", %" PRId64 ", 1)",
             DAY * DAY_S, (int64_t)(DAY + 60) * DAY_S);
    ck_assert_int_eq(
        sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL), SQLITE_OK);
    return write_page(&whole);
}

static struct am_page *make_page(void)
{
    return make_page_of(&request);
}

static void free_page(struct am_page *page)
{
    forget_page(page);
    tear_down();
}

static double number_at(const char *format, ...) AM_PRINTF(1, 2);

/* The number that the text at a path begins with. */
static double number_at(const char *format, ...)
{
    char where[256];
    va_list list;

    va_start(list, format);
    vsnprintf(where, sizeof(where), format, list);
    va_end(list);
    return strtod(text_at(where), NULL);
}

/* ---- over time ---- */

START_TEST(bars_over_time_are_as_high_as_their_bytes)
{
    struct am_page *page = make_page();
    const struct am_trend *trend = page->trend;
    double most = 0;
    int bar = 0;
    int plain = 0;

    ck_assert_uint_eq(trend->count, 14);
    for (size_t i = 0; i < trend->count; i++) {
        most = fmax(most, (double)(trend->rows[i].own.unique_size_bytes +
                                   trend->rows[i].own.total_bytes));
    }
    double pixel = most / (190 - 24);
    for (size_t i = 0; i < trend->count; i++) {
        double unique = (double)trend->rows[i].own.unique_size_bytes;
        if (unique > 0) {
            plain++;
            ck_assert_double_eq_tol(
                PER_REM * number_at("//svg[@role]/rect[@class = 'keep'][%d]/"
                                    "@height",
                                    plain),
                unique / pixel, 0.02);
        }
        if (trend->rows[i].own.total_bytes == 0)
            continue;
        bar++;
        double high = PER_REM * number_at("//svg[@role]/rect[@class = 'waste']"
                                          "[%d]/@height",
                                          bar);
        /* Less the gap between the two parts. */
        ck_assert_double_eq_tol(
            high + 2, (double)trend->rows[i].own.total_bytes / pixel, 0.02);
        ck_assert_double_eq_tol(
            number_at("//svg[@role]/rect[@class = 'waste'][%d]/@x", bar),
            100.0 / 14 * ((double)i + 0.11), 0.02);
    }
    ck_assert_int_gt(plain, 0);
    ck_assert_int_eq(bar, 11);
    ck_assert_int_eq(count_at("//svg[@role]/rect[@class = 'waste']"), bar);
    free_page(page);
}

END_TEST

/* ---- the interval ---- */

static double place_of(const struct am_interval *kg, double value)
{
    double first = floor(log10(kg->low));

    return AXIS_LEFT +
           AXIS_ROOM * (log10(value) - first) / (ceil(log10(kg->high)) - first);
}

START_TEST(the_interval_lies_where_it_is)
{
    struct am_page *page = make_page();
    const struct am_interval *kept = &page->report->impact.kept;

    ck_assert_double_gt(kept->low, 0);
    ck_assert_double_eq_tol(number_at("//circle[%d]/@cx", 1),
                            place_of(kept, kept->central), 0.02);
    ck_assert_double_eq_tol(number_at("//line[@class = 'span'][%d]/@x1", 1),
                            place_of(kept, kept->low), 0.02);
    ck_assert_double_eq_tol(number_at("//line[@class = 'span'][%d]/@x2", 1),
                            place_of(kept, kept->high), 0.02);
    free_page(page);
}

END_TEST

/* ---- the benchmark ---- */

/* So many complete days, and today. */
static struct am_report_request range_of(int64_t days)
{
    struct am_report_request range = request;

    range.ask.period.until_day = DAY + days + 1;
    range.ask.now_s = MORNING + days * DAY_S;
    return range;
}

/* Of our mail by Lecko's factor the claims say the same. */
static double claimed_kg(const struct am_report_request *range)
{
    struct am_claims *claims = NULL;
    double kg = (double)NAN;

    ck_assert_int_eq(am_claims_make(&claims, store, range, MAILBOXES, &err), 0);
    for (size_t i = 0; i < claims->count; i++) {
        if (strcmp(claims->claims[i].id, "lecko_mail") == 0)
            kg = claims->claims[i].figures[0].value.central;
    }
    am_claims_free(&claims);
    return kg;
}

START_TEST(the_bar_beside_lecko_is_in_its_factor)
{
    const struct am_report_request range = range_of(28);
    struct am_page *page = make_page_of(&range);
    double ours = claimed_kg(&range);
    double most = fmax(17.1, ours);

    ck_assert_double_gt(ours, 0);
    ck_assert_double_eq_tol(
        number_at("//section[@aria-labelledby = 'benchmark']/svg/"
                  "rect[%d]/@width",
                  1),
        92 * ours / most, 0.006);
    ck_assert_double_eq_tol(
        number_at("//section[@aria-labelledby = 'benchmark']/svg/"
                  "line[%d]/@x1",
                  1),
        92 * 17.1 / most, 0.006);
    ck_assert_double_eq_tol(
        number_at("//section[@aria-labelledby = 'benchmark']/svg/"
                  "line[%d]/@x1",
                  2),
        92 * 10.5 / most, 0.006);
    free_page(page);
}

END_TEST

START_TEST(nothing_is_beside_lecko_of_less_than_four_weeks)
{
    const struct am_report_request range = range_of(27);
    struct am_page *page = make_page_of(&range);

    ck_assert_int_eq(count_at("//section[@aria-labelledby = 'benchmark']/svg"),
                     0);
    ck_assert_str_eq(text_at("//section[@aria-labelledby = 'benchmark']/"
                             "p[@class = 'answer']"),
                     "Not to be told yet: 27 complete days with data, and 28 "
                     "are needed.");
    free_page(page);
}

END_TEST

/* ---- rows ---- */

START_TEST(bars_of_rows_are_as_long_as_their_bytes)
{
    struct am_page *page = make_page();
    const struct am_top *top = page->domains;

    ck_assert_uint_ge(top->count, 2);
    for (size_t i = 0; i < top->count; i++) {
        double share = (double)top->rows[i].own.total_bytes /
                       (double)top->rows[0].own.total_bytes;
        ck_assert_double_eq_tol(
            number_at("//section[@aria-labelledby = 'domains']//tbody/tr[%d]//"
                      "rect/@width",
                      (int)i + 1),
            100 * share, 0.006);
    }
    const struct am_savings *own = &page->report->totals.own;
    double unique = 100 * (double)own->unique_size_bytes /
                    (double)own->delivered.stored_bytes;
    /* Delivered: hatched from where the plain part ends. */
    ck_assert_double_eq_tol(
        number_at("//section[@aria-labelledby = 'duplicated']//tbody/tr[1]//"
                  "rect[%d]/@x",
                  1),
        unique, 0.006);
    ck_assert_double_eq_tol(
        number_at("//section[@aria-labelledby = 'duplicated']//tbody/tr[1]//"
                  "rect[%d]/@width",
                  2),
        unique, 0.006);
    free_page(page);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("page_pictures");
    TCase *tcase = tcase_create("page_pictures");

    if (am_factors_load(&factors, NULL, &err) < 0)
        return EXIT_FAILURE;
    tcase_add_test(tcase, bars_over_time_are_as_high_as_their_bytes);
    tcase_add_test(tcase, the_interval_lies_where_it_is);
    tcase_add_test(tcase, the_bar_beside_lecko_is_in_its_factor);
    tcase_add_test(tcase, nothing_is_beside_lecko_of_less_than_four_weeks);
    tcase_add_test(tcase, bars_of_rows_are_as_long_as_their_bytes);
    suite_add_tcase(suite, tcase);
    int status = run_suite(suite);
    am_factors_free(&factors);
    return status;
}
