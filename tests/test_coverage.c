/*
 * test_coverage - each gap once, and when the recorder ran, whatever was done
 * to the clock.
 */
#include <time.h>

#include "desk.h"

START_TEST(gaps_are_taken_once)
{
    am_spool_gap(spool, AM_GAP_DISK, 3);
    am_spool_gap(spool, AM_GAP_FULL, 2);
    drain();
    am_spool_gap(spool, AM_GAP_DISK, 1);
    drain();
    close_all();
    open_all();
    drain();
    struct am_message_sums sums = messages_of(0, 100000);
    ck_assert_int_eq(sums.gaps[AM_GAP_DISK], 4);
    ck_assert_int_eq(sums.gaps[AM_GAP_FULL], 2);
    ck_assert_int_eq(sums.gaps[AM_GAP_CRASH], 0);
    ck_assert_int_eq(messages_of(DAY, DAY + 1).gaps[AM_GAP_DISK], 4);

    /* Another spool at the same place is another spool. */
    close_all();
    tempdir_empty(dir);
    open_all();
    am_spool_gap(spool, AM_GAP_DISK, 1);
    const struct post post = POST(MORNING, 1, "1 2", "A");
    append(&post);
    ck_assert_uint_eq(drain(), 1);
    ck_assert_int_eq(messages_of(0, 100000).gaps[AM_GAP_DISK], 5);
}

END_TEST

static int refuse(void *context)
{
    (void)context;
    return 1;
}

static const struct {
    const char *name;
    int64_t later_s; /* the first database takes its record in */
    int waiting;     /* records that it left */
    int64_t gaps;    /* in the second one, of the three that come then */
} heirs[] = {
    {"all is in the first one", 2 * DAY_S, 0, 3},
    {"something waits for the second one", 2 * DAY_S, 1, 3},
    {"all records are there once more, and so are gaps", 0, 1, 106},
};

START_TEST(gaps_of_a_database_that_is_gone_are_not_todays)
{
    const struct post post = POST(MORNING, 1, "1 2", "A");
    unsigned taken = 0;

    am_spool_gap(spool, AM_GAP_FULL, 103);
    append(&post);
    ck_assert_int_eq(
        am_ingest_batch(ingest, spool, 9,
                        at((int64_t)time(NULL) + heirs[_i].later_s), &taken,
                        &err),
        0);
    for (int i = 0; i < heirs[_i].waiting; i++)
        append(&post);
    close_all();
    tempdir_empty(root); /* the spool is a directory, and stays */
    open_all();
    am_spool_gap(spool, AM_GAP_FULL, 2);
    sqlite3_commit_hook(am_store_handle(store), refuse, NULL);
    ck_assert_int_eq(
        am_ingest_batch(ingest, spool, 9, at(MORNING), &taken, &err), -1);
    sqlite3_commit_hook(am_store_handle(store), NULL, NULL);
    am_spool_gap(spool, AM_GAP_FULL, 1);
    for (int i = 0; i < 2; i++) {
        drain();
        ck_assert_msg(messages_of(0, 100000).gaps[AM_GAP_FULL] ==
                          heirs[_i].gaps,
                      "%s: %lld", heirs[_i].name,
                      (long long)messages_of(0, 100000).gaps[AM_GAP_FULL]);
        close_all();
        open_all();
    }
}

END_TEST

START_TEST(a_record_without_sense_is_a_gap)
{
    const struct post post = POST(MORNING, 1, "1 2", "A");

    ck_assert_int_eq(am_spool_append(spool, "\1nonsense", 9, &err), 0);
    append(&post);
    ck_assert_uint_eq(drain(), 2);
    check("after it", "messages=1 copies_local=2");
    ck_assert_int_eq(messages_of(0, 100000).gaps[AM_GAP_TORN], 1);
}

END_TEST

START_TEST(idle_writes_a_heartbeat_and_no_more)
{
    unsigned taken = 0;

    drain();
    int changes = sqlite3_total_changes(am_store_handle(store));
    for (int64_t s = 1; s < AM_INGEST_BEAT_S; s++) {
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 9, at(MORNING + s), &taken, &err),
            0);
    }
    ck_assert_int_eq(sqlite3_total_changes(am_store_handle(store)), changes);
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9,
                                     at(MORNING + AM_INGEST_BEAT_S), &taken,
                                     &err),
                     0);
    ck_assert_int_gt(sqlite3_total_changes(am_store_handle(store)), changes);
}

END_TEST

START_TEST(downtime_is_between_runs)
{
    unsigned taken = 0;
    const int64_t starts[] = {0, 3 * HOUR_S, 20 * HOUR_S};

    for (int i = 0; i < 3; i++) {
        for (int64_t s = 0; s <= HOUR_S; s += 600) {
            ck_assert_int_eq(am_ingest_batch(ingest, spool, 9,
                                             at(MORNING + starts[i] + s),
                                             &taken, &err),
                             0);
        }
        ck_assert_int_eq(
            am_ingest_stop(ingest, at(MORNING + starts[i] + HOUR_S), &err), 0);
        close_all();
        open_all();
    }
    ck_assert_int_eq(messages_of(0, 100000).downtime_s,
                     2 * HOUR_S + 16 * HOUR_S);
    /* The morning is at ten: midnight cuts the second pause. */
    ck_assert_int_eq(messages_of(DAY, DAY + 1).downtime_s,
                     2 * HOUR_S + 10 * HOUR_S);
    ck_assert_int_eq(messages_of(DAY + 1, DAY + 2).downtime_s, 6 * HOUR_S);
    ck_assert_int_eq(messages_of(DAY + 2, DAY + 3).downtime_s, 0);
    ck_assert_int_eq(number("SELECT sum(clean) FROM run"), 3);
}

END_TEST

#define BEATS   4
#define FAR     1200000 /* minutes */
#define MINUTES INT64_C(60)

/* Minutes of the morning: a run before ends at 0, this one says it lives, and
 * the next one starts at 720. */
static const struct {
    const char *name;
    int64_t shown[BEATS];  /* by the clock of the day */
    int64_t passed[BEATS]; /* by the other one */
    int64_t downtime;
    int64_t first_downtime; /* without the run before */
} clocks[] = {
    {"a clock that goes on", {60, 120, 180, 240}, {0, 60, 120, 180}, 540, 480},
    {"it leaps and comes back",
     {60, 120, FAR, 180},
     {0, 60, 60, 120},
     600,
     540},
    {"it leaps at once, and comes back",
     {60, 90, FAR, 180},
     {0, 30, 30, 120},
     600,
     540},
    {"it was ahead when the run began",
     {FAR, FAR + 60, 120, 180},
     {0, 60, 60, 120},
     600,
     540},
    {"it was behind when the run began",
     {-FAR, -FAR + 1, 61, 180},
     {0, 1, 1, 120},
     600,
     540},
    {"it was behind, before the end of the run before",
     {-60, -59, 61, 180},
     {0, 1, 1, 120},
     600,
     540},
    {"it was behind for hours, which are not known to be of the run",
     {-60, 60, 300, 360},
     {0, 120, 120, 180},
     600,
     600},
    {"it goes back by an hour",
     {60, 180, 120, 180},
     {0, 120, 120, 180},
     600,
     540},
    {"it goes back, and ahead again",
     {60, 180, 120, 240},
     {0, 120, 121, 180},
     540,
     480},
    {"it is slewed", {60, 120, 181, 241}, {0, 60, 120, 180}, 539, 479},
    {"the host sleeps", {60, 120, 360, 420}, {0, 60, 60, 120}, 600, 540},
};

static void beat(int64_t shown, int64_t passed)
{
    const struct am_clock now = {MORNING + shown * MINUTES,
                                 passed * MINUTES * 1000};
    unsigned taken = 0;

    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9, now, &taken, &err), 0);
}

START_TEST(a_clock_that_is_set_does_not_hide_downtime)
{
    for (int before = 0; before <= 1; before++) {
        if (before == 1) {
            tear_down();
            set_up();
            beat(-60, 0);
            beat(0, 60);
            close_all();
            open_all();
        }
        for (int i = 0; i < BEATS; i++)
            beat(clocks[_i].shown[i], clocks[_i].passed[i]);
        close_all();
        open_all();
        beat(720, 0);
        int64_t wanted =
            before == 1 ? clocks[_i].downtime : clocks[_i].first_downtime;
        ck_assert_msg(messages_of(0, 100000).downtime_s == wanted * MINUTES,
                      "%s: %lld s, not %lld min", clocks[_i].name,
                      (long long)messages_of(0, 100000).downtime_s,
                      (long long)wanted);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("coverage");
    TCase *tcase = tcase_create("coverage");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_test(tcase, gaps_are_taken_once);
    tcase_add_loop_test(tcase, gaps_of_a_database_that_is_gone_are_not_todays,
                        0, ROWS(heirs));
    tcase_add_test(tcase, a_record_without_sense_is_a_gap);
    tcase_add_test(tcase, idle_writes_a_heartbeat_and_no_more);
    tcase_add_test(tcase, downtime_is_between_runs);
    tcase_add_loop_test(tcase, a_clock_that_is_set_does_not_hide_downtime, 0,
                        ROWS(clocks));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
