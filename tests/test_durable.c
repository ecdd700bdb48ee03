/*
 * test_durable - what a crash, a lock, a full disk or a pause leaves: each
 * record once.
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
    while (am_ingest_batch(ingest, spool, 1 + any(9), at(MORNING), &taken,
                           &err) == 0) {
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
            am_ingest_batch(ingest, spool, 7, at(MORNING), &taken, &err), -1);
        sqlite3_commit_hook(am_store_handle(store), NULL, NULL);
        ck_assert_int_eq(
            am_ingest_batch(ingest, spool, 7, at(MORNING), &taken, &err), 0);
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
    ck_assert_int_eq(
        am_ingest_batch(ingest, spool, 9, at(MORNING), &taken, &err), -1);
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
        result = am_ingest_batch(ingest, spool, 200, at(MORNING), &taken, &err);
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
        result = am_ingest_batch(ingest, spool, 200, at(MORNING), &taken, &err);
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
    tcase_add_test(tcase, records_lost_with_the_power_do_not_hide_later_ones);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
