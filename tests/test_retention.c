/*
 * test_retention - what is too old goes, nothing else does, and no sum is ever
 * another one for it.
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "random_mail.h"
#include "store/retention.h"

#define DAYS(n) ((n)*DAY_S)

/* Another sequence than that of the mail. */
static uint32_t purge_state;

static uint32_t chance(uint32_t below)
{
    purge_state = purge_state * 1664525U + 1013904223U;
    return (uint32_t)(((uint64_t)purge_state * below) >> 32);
}

struct purge {
    struct am_store *store;
    struct am_retention *retention;
};

static void begin_purge(struct purge *purge, int64_t today)
{
    const struct am_retention_rule rule = {
        .today = today, .detail_days = 30, .sum_months = 60};

    ck_assert_msg(am_store_open(&purge->store, path, &err) == 0, "%s",
                  err.text);
    sqlite3_exec(am_store_handle(purge->store), "PRAGMA synchronous = OFF",
                 NULL, NULL, NULL);
    ck_assert_msg(
        am_retention_create(&purge->retention, purge->store, &rule, &err) == 0,
        "%s", err.text);
}

static void end_purge(struct purge *purge)
{
    am_retention_destroy(&purge->retention);
    am_store_close(&purge->store);
}

/* So many steps, or all (0). */
static void purge_some(int64_t today, unsigned steps, unsigned most)
{
    struct purge purge;
    int result = 1;

    begin_purge(&purge, today);
    for (unsigned i = 0; result == 1 && (steps == 0 || i < steps); i++) {
        result = am_retention_step(purge.retention, most, &err);
        ck_assert_msg(result >= 0, "%s", err.text);
    }
    end_purge(&purge);
}

static void check_whole(void)
{
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM message WHERE id NOT IN "
                            "(SELECT message FROM sighting)"),
                     0);
}

/* All sums, and the detail of the days from one on by what it says. */
static const char *dump_sums(int64_t detail_day)
{
    static char text[1000];
    static const char *const statements[] = {
        "SELECT * FROM day_message",
        "SELECT * FROM day_sighting",
        "SELECT * FROM day_flaw",
        "SELECT * FROM small_group",
        "SELECT day, direction, domain, local, external, sent, hops,"
        " s.sequence, s.class, s.size_bytes, s.layout, hex(c.fingerprint),"
        " (SELECT group_concat(hex(fingerprint)) FROM sighting_part p"
        "   JOIN content i ON i.id = p.content WHERE p.sighting = s.sequence)"
        " FROM sighting s JOIN message m ON m.id = s.message"
        " LEFT JOIN content c ON c.id = s.content WHERE day >= %lld"
        " ORDER BY s.sequence",
    };
    size_t size = 0;

    for (size_t i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        char sql[1000];
        uint64_t rows = 0;
        if (strstr(statements[i], "%lld") != NULL) {
            snprintf(sql, sizeof(sql), "SELECT * FROM (%.900s", statements[i]);
            char *mark = strstr(sql, "%lld");
            char rest[200];
            snprintf(rest, sizeof(rest), "%s)", mark + 4);
            snprintf(mark, sizeof(sql) - (size_t)(mark - sql), "%lld%s",
                     (long long)detail_day, rest);
        } else {
            snprintf(sql, sizeof(sql), "%s", statements[i]);
        }
        uint64_t hash = hash_rows(sql, &rows);
        size += (size_t)snprintf(text + size, sizeof(text) - size,
                                 "%llu %llx\n", (unsigned long long)rows,
                                 (unsigned long long)hash);
    }
    return text;
}

/* Mail of some three years, with pauses longer than the detail is kept.
 * Purges are whole or broken off, some of them twice a day.  The last day. */
static int64_t live(uint32_t seed, bool purges)
{
    int64_t time_s = MORNING;

    random_state = seed;
    purge_state = seed;
    memset(wholes, 0, sizeof(wholes));
    memset(truths, 0, sizeof(truths));
    memset(last_seen, 0, sizeof(last_seen));
    for (unsigned i = 0; i < 500; i++) {
        time_s += any(6) == 0 ? DAYS((int64_t)any(20)) : (int64_t)any(60000);
        random_record(time_s);
        if (purges && chance(5) == 0) {
            drain();
            purge_some(am_day_of(time_s), chance(2) * (1 + chance(9)),
                       1 + chance(40));
        }
    }
    drain();
    return am_day_of(time_s);
}

START_TEST(no_sum_ever_changes)
{
    char kept[1000];
    uint32_t seed = 100 + (uint32_t)_i;

    int64_t last = live(seed, false);
    snprintf(kept, sizeof(kept), "%s", dump_sums(last - 30));
    ck_assert_int_gt(number("SELECT count(*) FROM message"), 200);
    tear_down();
    set_up();
    live(seed, true);
    purge_some(last, 0, 7);
    ck_assert_str_eq(dump_sums(last - 30), kept);
    check_whole();
    struct am_sums sums = sums_of(0, 100000);
    ck_assert_int_eq(sums.new_own_bytes + sums.undigested_own_bytes,
                     truths[0].unique);
    ck_assert_int_eq(sums.new_all_bytes + sums.undigested_all_bytes,
                     truths[1].unique);
    ck_assert_int_eq(number("SELECT min(day) FROM message") >= last - 30, 1);
    ck_assert_int_eq(number("SELECT count(*) FROM content WHERE last_day < "
                            "(SELECT max(day) FROM day_message) - 31"),
                     0);
}

END_TEST

static const struct {
    const char *name;
    struct post posts[6];
    int64_t today;
    const char *expected;
} stories[] = {
    {"detail of its last day stays",
     {POST(MORNING, 1, "1", "A")},
     DAY + 30,
     "message=1 sighting=1 content=1 day_sighting=1"},
    {"a day later it goes, its content a day after",
     {POST(MORNING, 1, "1", "A!")},
     DAY + 31,
     "message=0 sighting=0 content=2 sis_file=1 day_sighting=2"},
    {"the content, too",
     {POST(MORNING, 1, "1", "A!")},
     DAY + 32,
     "message=0 sighting=0 content=0 sis_file=0 day_sighting=2"},
    {"a content seen since stays, its old sighting does not",
     {POST(MORNING, 1, "1", "AB"), POST(MORNING + DAYS(9), 2, "1", "A")},
     DAY + 35,
     "message=1 sighting=1 content=1 messages=2 day_sighting=2"},
    {"what was inside goes with the container",
     {POST(MORNING, 1, "1", "(AB)"), POST(MORNING + DAYS(9), 2, "1", "B")},
     DAY + 35,
     "message=1 sighting=1 sighting_part=0 content=1"},
    {"a content seen inside a container since stays",
     {POST(MORNING, 1, "1", "AB"), POST(MORNING + DAYS(9), 2, "1", "(A)")},
     DAY + 35,
     "message=1 sighting=1 sighting_part=1 content=2"},
    {"an old encoded form of a content goes without it",
     {POST(MORNING, 1, "1", "!"), POST(MORNING + DAYS(9), 2, "1", "?")},
     DAY + 35,
     "message=1 sighting=1 content=1 sis_file=1"},
    {"parts of a message without a digest",
     {POST(MORNING, 1, "1", "##")},
     DAY + 31,
     "message=0 sighting=0"},
    {"a message with more sightings than a step",
     {POST(MORNING, 1, "1", "ABCDEFG"), POST(MORNING, 2, "1", "ABCDEFGHIJ"),
      POST(MORNING + DAYS(20), 3, "1", "ABCDEFGHIJ")},
     DAY + 40,
     "message=1 sighting=10 content=10"},
    {"sums stay for five years",
     {POST_AND(MORNING, 1, "1", "A", .sender = 1)},
     DAY + 1826,
     "message=0 content=0 day_message=1 day_sighting=1"},
    {"and then go",
     {POST_AND(MORNING, 1, "1", "A", .sender = 1),
      POST_AND(MORNING + DAYS(1), 2, "1", "A", .sender = 1)},
     DAY + 1827,
     "day_message=1 day_sighting=1"},
};

START_TEST(what_is_old_goes)
{
    for (size_t i = 0; i < 6 && stories[_i].posts[i].recipients != NULL; i++)
        append(&stories[_i].posts[i]);
    drain();
    purge_some(stories[_i].today, 0, 3);
    check(stories[_i].name, stories[_i].expected);
    ck_assert_int_eq(number("SELECT count(*) FROM small_group WHERE day NOT IN"
                            " (SELECT day FROM day_message)"),
                     0);
    check_whole();
}

END_TEST

/* The clock went back after the sightings were walked. */
START_TEST(an_old_sighting_that_comes_late_goes_with_its_content)
{
    const struct post first = POST(MORNING, 1, "1", "A");
    const struct post late = POST(MORNING + 60, 2, "1", "AB(C)");
    const struct post recent = POST(MORNING + DAYS(40), 3, "1", "D");
    struct purge purge;
    int result = 1;

    append(&first);
    append(&recent);
    drain();
    begin_purge(&purge, DAY + 41);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(am_retention_step(purge.retention, 9, &err), 1);
    append(&late);
    drain();
    while (result == 1)
        result = am_retention_step(purge.retention, 9, &err);
    ck_assert_int_eq(result, 0);
    end_purge(&purge);
    check("late", "message=1 sighting=1 content=1 sighting_part=0");
    check_whole();
}

END_TEST

/* The recorder went by 30 days; who purges says 10, or 99. */
static const struct {
    const char *name;
    int64_t detail_days;
    const char *expected;
} settings[] = {
    {"fewer days leave contents as the recorder needs them", 10,
     "message=1 sighting=1 content=2"},
    {"more days keep more", 99, "message=3 sighting=3 content=3"},
};

START_TEST(contents_stay_as_long_as_the_recorder_knows_them)
{
    const struct post old = POST(MORNING, 1, "1", "A");
    const struct post later = POST(MORNING + DAYS(25), 2, "1", "B");
    const struct post recent = POST(MORNING + DAYS(40), 3, "1", "C");
    const struct am_retention_rule rule = {.today = DAY + 45,
                                           .detail_days =
                                               settings[_i].detail_days,
                                           .sum_months = 60};
    struct am_retention_counts preview;
    struct am_retention_counts counts;
    struct purge purge;
    int result = 1;

    append(&old);
    append(&later);
    append(&recent);
    drain();
    ck_assert_int_eq(am_retention_preview(store, &rule, &preview, &err), 0);
    ck_assert_int_eq(am_store_open(&purge.store, path, &err), 0);
    ck_assert_int_eq(
        am_retention_create(&purge.retention, purge.store, &rule, &err), 0);
    while (result == 1)
        result = am_retention_step(purge.retention, 9, &err);
    ck_assert_int_eq(result, 0);
    am_retention_count(purge.retention, &counts);
    ck_assert_mem_eq(&counts, &preview, sizeof(counts));
    end_purge(&purge);
    check(settings[_i].name, settings[_i].expected);
}

END_TEST

START_TEST(sums_never_go_before_their_detail)
{
    const struct post old = POST(MORNING, 1, "1", "A");
    const struct am_retention_rule rule = {
        .today = DAY + 100, .detail_days = 100, .sum_months = 1};
    struct am_retention_counts counts;

    append(&old);
    drain();
    ck_assert_int_eq(am_retention_preview(store, &rule, &counts, &err), 0);
    ck_assert_int_eq(counts.sums, 0);
    ck_assert_int_eq(counts.messages, 0);
}

END_TEST

static const struct {
    const char *name;
    int64_t started_day, heartbeat_day; /* 0: no run but today's */
    bool due;
} runs[] = {
    {"nothing was ever recorded", 0, 0, true},
    {"a run until yesterday", DAY - 50, DAY - 1, true},
    {"a run that goes on", DAY - 50, DAY, true},
    {"a run of a month ago", DAY - 50, DAY - 30, true},
    {"no run for longer than a clock jumps", DAY - 50, DAY - 31, false},
    {"a run in the future", DAY + 1, DAY + 2, true},
};

START_TEST(a_clock_that_jumped_deletes_nothing)
{
    char sql[200];
    bool due = !runs[_i].due;

    snprintf(sql, sizeof(sql),
             "INSERT INTO run (started_s, heartbeat_s, clean) "
             "VALUES (%lld * 86400, %lld * 86400, 1)",
             (long long)runs[_i].started_day,
             (long long)runs[_i].heartbeat_day);
    sqlite3 *db = am_store_handle(store);
    if (runs[_i].started_day != 0)
        ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    snprintf(sql, sizeof(sql),
             "INSERT INTO run (started_s, heartbeat_s, clean) "
             "VALUES (%lld * 86400 + 9, %lld * 86400 + 99, 0)",
             (long long)DAY, (long long)DAY);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(am_retention_is_due(store, DAY, &due, &err), 0);
    ck_assert_msg(due == runs[_i].due, "%s", runs[_i].name);
}

END_TEST

static bool file_holds(const char *suffix, const void *bytes, size_t size)
{
    static char data[1 << 22];
    char name[TEMP_PATH_SIZE + 8];

    snprintf(name, sizeof(name), "%s%s", path, suffix);
    FILE *file = fopen(name, "rb");
    ck_assert_ptr_nonnull(file);
    size_t found = fread(data, 1, sizeof(data), file);
    fclose(file);
    for (size_t i = 0; i + size <= found; i++) {
        if (memcmp(data + i, bytes, size) == 0)
            return true;
    }
    return false;
}

START_TEST(nothing_of_it_is_left_in_the_files)
{
    struct am_sighting a;

    for (int i = 0; i < 300; i++) {
        const struct post post = POST(MORNING + i, 0, "1", "AB");
        append(&post);
    }
    const struct post recent = POST(MORNING + DAYS(40), 3, "1", "B");
    append(&recent);
    drain();
    post_sighting(&a, 'A');
    ck_assert(file_holds("-wal", a.fingerprint, AM_FINGERPRINT_SIZE) ||
              file_holds("", a.fingerprint, AM_FINGERPRINT_SIZE));
    int64_t before = number("PRAGMA page_count");
    purge_some(DAY + 41, 0, 50);
    ck_assert(!file_holds("-wal", a.fingerprint, AM_FINGERPRINT_SIZE));
    ck_assert(!file_holds("", a.fingerprint, AM_FINGERPRINT_SIZE));
    ck_assert_int_eq(number("PRAGMA freelist_count"), 0);
    ck_assert_int_lt(number("PRAGMA page_count"), before);
    check("the rest", "message=1 sighting=1 content=1");
}

END_TEST

START_TEST(it_does_not_wait_for_others)
{
    const struct post old = POST(MORNING, 1, "1", "AB");
    struct purge purge;

    append(&old);
    drain();
    begin_purge(&purge, DAY + 50);
    sqlite3 *db = am_store_handle(store);
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(am_retention_step(purge.retention, 9, &err), -1);
        ck_assert_int_eq(err.code, AM_EBUSY);
    }
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    int result = 1;
    for (int i = 0; i < 9 && result == 1; i++)
        result = am_retention_step(purge.retention, 9, &err);
    ck_assert_int_eq(result, 0);

    struct am_retention_counts counts;
    am_retention_count(purge.retention, &counts);
    ck_assert_int_eq(counts.messages, 1);
    ck_assert_int_eq(counts.sightings, 2);
    ck_assert_int_eq(counts.contents, 2);
    end_purge(&purge);
    check("then", "message=0 sighting=0 content=0");
}

END_TEST

/* A reader keeps the log: the rows are gone, but not yet from the files. */
START_TEST(a_reader_keeps_it_from_its_end)
{
    const struct post old = POST(MORNING, 1, "1", "AB");
    sqlite3 *reader = NULL;
    struct purge purge;
    int result = 1;

    append(&old);
    drain();
    ck_assert_int_eq(sqlite3_open(path, &reader), SQLITE_OK);
    sqlite3_exec(reader, "BEGIN; SELECT count(*) FROM content", NULL, NULL,
                 NULL);
    begin_purge(&purge, DAY + 50);
    for (int i = 0; i < 9 && result == 1; i++)
        result = am_retention_step(purge.retention, 9, &err);
    ck_assert_int_eq(result, -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    check("in between", "message=0 sighting=0 content=0");
    sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL);
    ck_assert_int_eq(am_retention_step(purge.retention, 9, &err), 0);
    sqlite3_close(reader);
    end_purge(&purge);
}

END_TEST

static int refuse(void *context)
{
    (void)context;
    return 1;
}

START_TEST(a_failed_commit_is_done_again)
{
    const struct post old = POST(MORNING, 1, "1", "AB(C)");
    struct am_retention_counts counts;
    struct purge purge;
    int result = 1;

    append(&old);
    drain();
    begin_purge(&purge, DAY + 50);
    sqlite3 *db = am_store_handle(purge.store);
    while (result == 1) {
        sqlite3_commit_hook(db, refuse, NULL);
        result = am_retention_step(purge.retention, 2, &err);
        sqlite3_commit_hook(db, NULL, NULL);
        if (result == -1)
            result = am_retention_step(purge.retention, 2, &err);
    }
    ck_assert_int_eq(result, 0);
    am_retention_count(purge.retention, &counts);
    ck_assert_int_eq(counts.sightings, 3);
    ck_assert_int_eq(counts.contents, 4);
    end_purge(&purge);
    check("all", "message=0 sighting=0 sighting_part=0 content=0");
}

END_TEST

static void purge_until_killed(int ready, int64_t today)
{
    mute_assertions();
    close_all();
    if (write(ready, "r", 1) != 1)
        _exit(1);
    for (;;)
        purge_some(today, 0, 1 + chance(5));
}

START_TEST(kill_9_leaves_whole_messages)
{
    char clean[1000];
    int64_t last = live(7, false);

    close_all();
    open_all();
    char sql[200];
    snprintf(sql, sizeof(sql), "ATTACH '%.150s/copy.db' AS copy", root);
    sqlite3 *db = am_store_handle(store);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_exec(db,
                 "CREATE TABLE copy.whole AS SELECT message, count(*) AS n"
                 " FROM sighting GROUP BY message",
                 NULL, NULL, NULL);
    int64_t before = number("SELECT count(*) FROM message");
    for (uint32_t i = 0;
         i < 30 || number("SELECT count(*) FROM message") == before; i++) {
        int pipes[2];
        char ready = 0;
        ck_assert_int_eq(pipe(pipes), 0);
        pid_t child = fork();
        purge_state = i;
        if (child == 0) {
            purge_until_killed(pipes[1],
                               last - 360 + 12 * (int64_t)(i < 30 ? i : 30));
        }
        close(pipes[1]);
        ck_assert_int_eq(read(pipes[0], &ready, 1), 1);
        close(pipes[0]);
        const struct timespec wait = {0, (long)chance(9000) * 1000};
        nanosleep(&wait, NULL);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        check_whole();
        ck_assert_int_eq(
            number("SELECT count(*) FROM (SELECT message, count(*) AS n"
                   " FROM sighting GROUP BY message"
                   " EXCEPT SELECT * FROM copy.whole)"),
            0);
    }
    sqlite3_exec(db, "DETACH copy", NULL, NULL, NULL);
    purge_some(last, 0, 50);
    snprintf(clean, sizeof(clean), "%s", dump_sums(0));
    int64_t contents = number("SELECT count(*) FROM content");
    tear_down();
    set_up();
    live(7, false);
    purge_some(last, 0, 50);
    ck_assert_str_eq(dump_sums(0), clean);
    ck_assert_int_eq(number("SELECT count(*) FROM content"), contents);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("retention");
    TCase *tcase = tcase_create("retention");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, what_is_old_goes, 0, ROWS(stories));
    tcase_add_loop_test(tcase, no_sum_ever_changes, 0, 4);
    tcase_add_test(tcase,
                   an_old_sighting_that_comes_late_goes_with_its_content);
    tcase_add_loop_test(tcase, contents_stay_as_long_as_the_recorder_knows_them,
                        0, ROWS(settings));
    tcase_add_test(tcase, sums_never_go_before_their_detail);
    tcase_add_loop_test(tcase, a_clock_that_jumped_deletes_nothing, 0,
                        ROWS(runs));
    tcase_add_test(tcase, nothing_of_it_is_left_in_the_files);
    tcase_add_test(tcase, it_does_not_wait_for_others);
    tcase_add_test(tcase, a_reader_keeps_it_from_its_end);
    tcase_add_test(tcase, a_failed_commit_is_done_again);
    tcase_add_test(tcase, kill_9_leaves_whole_messages);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
