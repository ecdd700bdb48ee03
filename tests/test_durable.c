/*
 * test_durable - what a crash, a lock, a full disk or a pause leaves: each
 * record once, each gap once.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "random_mail.h"

static char *dump(void)
{
    static char text[60000];
    static const char *const tables[] = {
        "day_message",   "day_sighting", "gap",     "content",
        "sighting_part", "sighting",     "message", "day_flaw"};
    size_t size = 0;

    for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++) {
        uint64_t rows = 0;
        char sql[128];
        snprintf(sql, sizeof(sql), "SELECT * FROM %s", tables[t]);
        uint64_t hash = hash_rows(sql, &rows);
        size += (size_t)snprintf(
            text + size, sizeof(text) - size, "%s %llu %llx\n", tables[t],
            (unsigned long long)rows, (unsigned long long)hash);
    }
    return text;
}

static void append_random(unsigned count)
{
    int64_t time_s = MORNING;

    random_state = 77;
    memset(wholes, 0, sizeof(wholes));
    for (unsigned i = 0; i < count; i++) {
        time_s += any(40);
        random_record(time_s);
    }
}

/* Takes a few records at a time until it is killed; says when it begins. */
static void ingest_until_killed(int ready)
{
    unsigned taken = 0;

    mute_assertions();
    open_all();
    if (write(ready, "r", 1) != 1)
        _exit(1);
    while (am_ingest_batch(ingest, spool, 1 + any(9), MORNING, &taken, &err) ==
           0) {
    }
    _exit(1);
}

START_TEST(kill_9_takes_each_record_once)
{
    char clean[4096];

    append_random(900);
    drain();
    snprintf(clean, sizeof(clean), "%s", dump());
    tear_down();

    set_up();
    append_random(900);
    for (uint32_t i = 0; i < 50; i++) {
        int pipes[2];
        char ready = 0;
        close_all();
        ck_assert_int_eq(pipe(pipes), 0);
        pid_t child = fork();
        random_state = i;
        if (child == 0)
            ingest_until_killed(pipes[1]);
        close(pipes[1]);
        ck_assert_int_eq(read(pipes[0], &ready, 1), 1);
        close(pipes[0]);
        const struct timespec wait = {0, (long)any(8000) * 1000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        open_all();
    }
    ck_assert_int_gt(number("SELECT count(*) FROM message"), 0);
    drain();
    ck_assert_str_eq(dump(), clean);
}

END_TEST

static int refuse(void *context)
{
    (void)context;
    return 1;
}

START_TEST(a_failed_commit_changes_nothing)
{
    char clean[4096];
    unsigned taken = 99;

    append_random(300);
    drain();
    snprintf(clean, sizeof(clean), "%s", dump());
    tear_down();

    set_up();
    append_random(300);
    for (int i = 0; i < 20; i++) {
        sqlite3_commit_hook(am_store_handle(store), refuse, NULL);
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 7, MORNING, &taken, &err), -1);
        sqlite3_commit_hook(am_store_handle(store), NULL, NULL);
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 7, MORNING, &taken, &err), 0);
    }
    drain();
    ck_assert_str_eq(dump(), clean);
}

END_TEST

START_TEST(a_lock_is_waited_out)
{
    const struct post post = POST(MORNING, 1, "1 2", "A");
    sqlite3 *other = NULL;
    unsigned taken = 99;

    append(&post);
    sqlite3_busy_timeout(am_store_handle(store), 20);
    ck_assert_int_eq(sqlite3_open(path, &other), SQLITE_OK);
    sqlite3_exec(other, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
    ck_assert_int_eq(am_ingest_batch(ingest, spool, 9, MORNING, &taken, &err),
                     -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    sqlite3_exec(other, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(other);
    ck_assert_uint_eq(drain(), 1);
    check("after the lock", "messages=1 copies_local=2");
}

END_TEST

START_TEST(a_full_disk_is_waited_out)
{
    struct rlimit old;
    unsigned taken = 99;

    append_random(300);
    getrlimit(RLIMIT_FSIZE, &old);
    signal(SIGXFSZ, SIG_IGN);
    const struct rlimit small = {40000, old.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
    int result = 0;
    for (int i = 0; i < 20 && result == 0; i++)
        result = am_ingest_batch(ingest, spool, 200, MORNING, &taken, &err);
    ck_assert_int_eq(result, -1);
    ck_assert_msg(err.code == AM_EIO, "%d %s", (int)err.code, err.text);
    setrlimit(RLIMIT_FSIZE, &old);
    char limit[64];
    sqlite3 *db = am_store_handle(store);
    snprintf(limit, sizeof(limit), "PRAGMA max_page_count = %lld",
             (long long)number("PRAGMA page_count") + 1);
    sqlite3_exec(db, limit, NULL, NULL, NULL);
    result = 0;
    for (int i = 0; i < 20 && result == 0; i++)
        result = am_ingest_batch(ingest, spool, 200, MORNING, &taken, &err);
    ck_assert_int_eq(result, -1);
    ck_assert_msg(err.code == AM_EFULL, "%d %s", (int)err.code, err.text);
    sqlite3_exec(db, "PRAGMA max_page_count = 1000000", NULL, NULL, NULL);
    drain();
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
                     0);
    char full[4096];
    snprintf(full, sizeof(full), "%s", dump());
    tear_down();
    set_up();
    append_random(300);
    drain();
    ck_assert_str_eq(dump(), full);
}

END_TEST

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

START_TEST(records_lost_with_the_power_do_not_hide_later_ones)
{
    const struct post first = POST(MORNING, 1, "1 2", "A");
    const struct post second = POST(MORNING, 2, "1", "A");
    char segment[TEMP_PATH_SIZE];

    append(&first);
    drain();
    close_all();
    snprintf(segment, sizeof(segment), "%.400s/%016x.seg", dir, 1U);
    ck_assert_int_eq(truncate(segment, 41), 0);
    open_all();
    append(&second);
    ck_assert_uint_eq(drain(), 1);
    check("after it", "messages=2 copies_local=3");
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
    Suite *suite = suite_create("durable");
    TCase *tcase = tcase_create("durable");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 240);
    tcase_add_test(tcase, kill_9_takes_each_record_once);
    tcase_add_test(tcase, a_failed_commit_changes_nothing);
    tcase_add_test(tcase, a_lock_is_waited_out);
    tcase_add_test(tcase, a_full_disk_is_waited_out);
    tcase_add_test(tcase, gaps_are_taken_once);
    tcase_add_test(tcase, records_lost_with_the_power_do_not_hide_later_ones);
    tcase_add_test(tcase, a_record_without_sense_is_a_gap);
    tcase_add_test(tcase, idle_writes_a_heartbeat_and_no_more);
    tcase_add_test(tcase, downtime_is_between_runs);
    tcase_add_loop_test(tcase, a_clock_that_is_set_does_not_hide_downtime, 0,
                        ROWS(clocks));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
