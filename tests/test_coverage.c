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
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9,
                                     (int64_t)time(NULL) + heirs[_i].later_s,
                                     &taken, &err),
                     0);
    for (int i = 0; i < heirs[_i].waiting; i++)
        append(&post);
    close_all();
    tempdir_empty(root); /* the spool is a directory, and stays */
    open_all();
    am_spool_gap(spool, AM_GAP_FULL, 2);
    sqlite3_commit_hook(am_store_handle(store), refuse, NULL);
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9, MORNING, &taken, &err),
                     -1);
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
            am_ingest_batch(ingest, spool, 9, MORNING + s, &taken, &err), 0);
    }
    ck_assert_int_eq(sqlite3_total_changes(am_store_handle(store)), changes);
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9,
                                     MORNING + AM_INGEST_BEAT_S, &taken, &err),
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
                                             MORNING + starts[i] + s, &taken,
                                             &err),
                             0);
        }
        ck_assert_int_eq(
            am_ingest_stop(ingest, MORNING + starts[i] + HOUR_S, &err), 0);
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

static const struct {
    const char *name;
    int64_t beats[4];   /* hours of the morning, when a run says it lives */
    int64_t downtime_h; /* until the next one, which starts at 12 */
} clocks[] = {
    {"a clock that goes on", {0, 1, 2, 3}, 9},
    {"it leaps and comes back", {0, 1, 20000, 2}, 10},
    {"it was ahead when the run began", {20000, 20001, 1, 2}, 10},
    {"it was behind when the run began", {-20000, 1, 2, 3}, 9},
    {"it goes back by an hour", {0, 2, 1, 2}, 10},
};

START_TEST(a_clock_that_is_set_does_not_hide_downtime)
{
    unsigned taken = 0;

    for (int i = 0; i < 4; i++) {
        int64_t now_s = MORNING + clocks[_i].beats[i] * HOUR_S;
        ck_assert_int_eq(am_ingest_batch(ingest, spool, 9, now_s, &taken, &err),
                         0);
    }
    close_all();
    open_all();
    ck_assert_int_eq(
        am_ingest_batch(ingest, spool, 9, MORNING + 12 * HOUR_S, &taken, &err),
        0);
    ck_assert_msg(messages_of(0, 100000).downtime_s ==
                      clocks[_i].downtime_h * HOUR_S,
                  "%s: %lld s", clocks[_i].name,
                  (long long)messages_of(0, 100000).downtime_s);
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
