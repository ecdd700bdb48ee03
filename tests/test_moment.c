/*
 * test_moment - every view tells of one moment: mail that is recorded while a
 * view reads is in all of its figures, or in none.
 */
#include "desk.h"
#include "report/balance.h"
#include "report/claims.h"
#include "report/histogram.h"
#include "report/report.h"
#include "report/top.h"
#include "report/trend.h"
#include "report/whatif.h"

#define MESSAGES 6 /* before the view is made, with an attachment each */

static struct am_factors factors;
static int until_mail; /* statements the reader may still begin before it */

/* Each from another sender: few are not shown. */
static void send(void)
{
    static int senders;
    const struct post post =
        POST_AND(MORNING, 0, "1 2", "A", .sender = ++senders,
                 .direction = AM_DIRECTION_INTERNAL, .domain = "a.example");

    append(&post);
    drain();
}

/* Called when the reader begins a statement. */
static int on_statement(unsigned event, void *context, void *statement,
                        void *text)
{
    (void)event;
    (void)context;
    (void)statement;
    (void)text;
    if (until_mail-- == 0)
        send();
    return 0;
}

/* Messages by the head of the view, and attachments by its figures. */
struct told {
    int64_t messages, attachments;
};

static const struct am_ask ask = {
    .period = {.from_day = DAY - 1, .until_day = DAY + 2},
    .profile = {.packed_less = 0},
    .now_s = MORNING + 3 * DAY_S,
    .source = "test",
};

static struct told tell_report(struct am_store *reader)
{
    const struct am_report_request request = {
        .ask = ask, .by = AM_BY_FAMILY, .factors = &factors};
    struct am_report *report = NULL;
    int64_t rows = 0;

    ck_assert_int_eq(am_report_make(&report, reader, &request, &err), 0);
    for (size_t i = 0; i < report->row_count; i++)
        rows += report->rows[i].all.sightings;
    ck_assert_int_eq(report->totals.all.sightings, rows);
    ck_assert_int_eq(report->messages.messages, rows);
    struct told told = {report->head.coverage.seen, rows};
    am_report_free(&report);
    return told;
}

static struct told tell_top(struct am_store *reader)
{
    const struct am_top_request request = {.ask = ask, .of = AM_TOP_CONTENTS};
    struct am_top *top = NULL;

    ck_assert_int_eq(am_top_make(&top, reader, &request, &err), 0);
    struct told told = {top->head.coverage.seen, top->total.own.sightings};
    am_top_free(&top);
    return told;
}

static struct told tell_trend(struct am_store *reader)
{
    const struct am_trend_request request = {.ask = ask, .by = AM_CALENDAR_DAY};
    struct am_trend *trend = NULL;

    ck_assert_int_eq(am_trend_make(&trend, reader, &request, &err), 0);
    struct told told = {trend->head.coverage.seen, trend->total.own.sightings};
    ck_assert_int_eq(trend->total.messages, told.attachments);
    am_trend_free(&trend);
    return told;
}

static struct told tell_histogram(struct am_store *reader)
{
    const struct am_histogram_request request = {.ask = ask};
    struct am_histogram *histogram = NULL;

    ck_assert_int_eq(am_histogram_make(&histogram, reader, &request, &err), 0);
    struct told told = {histogram->head.coverage.seen,
                        histogram->total.own.sightings};
    am_histogram_free(&histogram);
    return told;
}

static struct told tell_whatif(struct am_store *reader)
{
    const struct am_whatif_request request = {
        .ask = ask, .rule = am_whatif_everything, .factors = &factors};
    struct am_whatif *whatif = NULL;

    ck_assert_int_eq(am_whatif_make(&whatif, reader, &request, &err), 0);
    struct told told = {whatif->head.coverage.seen, whatif->chosen.attachments};
    ck_assert_int_eq(whatif->all.sightings, told.attachments);
    am_whatif_free(&whatif);
    return told;
}

static struct told tell_balance(struct am_store *reader)
{
    const struct am_report_request request = {.ask = ask, .factors = &factors};
    struct am_balance *balance = NULL;
    struct told told = {0};

    ck_assert_int_eq(am_balance_make(&balance, reader, &request, &err), 0);
    for (size_t i = 0; i < balance->month_count; i++)
        told.messages += balance->months[i].messages;
    told.attachments = balance->report->totals.own.sightings;
    am_balance_free(&balance);
    return told;
}

static struct told tell_claims(struct am_store *reader)
{
    const struct am_report_request request = {.ask = ask, .factors = &factors};
    struct am_claims *claims = NULL;

    ck_assert_int_eq(am_claims_make(&claims, reader, &request, 0, &err), 0);
    struct told told = {claims->years[1].messages,
                        claims->report->totals.own.sightings};
    am_claims_free(&claims);
    return told;
}

static const struct {
    const char *name;
    struct told (*tell)(struct am_store *reader);
} views[] = {
    {"report", tell_report}, {"top", tell_top},
    {"trend", tell_trend},   {"histogram", tell_histogram},
    {"whatif", tell_whatif}, {"balance", tell_balance},
    {"claims", tell_claims},
};

START_TEST(a_view_is_of_one_moment)
{
    struct am_store *reader = NULL;
    int64_t messages = MESSAGES;

    ck_assert_int_eq(am_factors_load(&factors, NULL, &err), 0);
    for (int i = 0; i < MESSAGES; i++)
        send();
    ck_assert_int_eq(am_store_open_readonly(&reader, path, &err), 0);
    sqlite3_trace_v2(am_store_handle(reader), SQLITE_TRACE_STMT, on_statement,
                     NULL);
    /* New mail before each statement, until it comes after the last one. */
    for (int before = 0; until_mail < 0; before++) {
        until_mail = before;
        struct told told = views[_i].tell(reader);
        ck_assert_msg(
            told.messages == told.attachments &&
                (told.messages == messages || told.messages == messages + 1),
            "%s, mail before statement %d: %lld messages, %lld "
            "attachments, not %lld",
            views[_i].name, before, (long long)told.messages,
            (long long)told.attachments, (long long)messages);
        messages += until_mail < 0;
    }
    ck_assert_int_gt(messages, MESSAGES + 2);
    am_store_close(&reader);
    am_factors_free(&factors);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("moment");
    TCase *tcase = tcase_create("moment");

    until_mail = -1;
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, a_view_is_of_one_moment, 0, ROWS(views));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
