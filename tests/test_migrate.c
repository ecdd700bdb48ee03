/* test_migrate - a database of an older version, brought up to date. */
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "desk.h"
#include "old_record.h"
#include "store/schema.h"

/* A file of tests/data as text, to be given to free(). */
static char *read_data(const char *name)
{
    char file[TEMP_PATH_SIZE];
    struct stat info;

    snprintf(file, sizeof(file), "%s/%s", AM_TEST_DATA, name);
    FILE *in = fopen(file, "rb");
    ck_assert_msg(in != NULL && fstat(fileno(in), &info) == 0, "%s", file);
    char *text = calloc(1, (size_t)info.st_size + 1);
    ck_assert_uint_eq(fread(text, 1, (size_t)info.st_size, in),
                      (size_t)info.st_size);
    fclose(in);
    return text;
}

static void execute(const char *sql)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void load(const char *name)
{
    char *sql = read_data(name);

    execute(sql);
    free(sql);
}

static void set_up_empty(void)
{
    tempdir_make(root);
    snprintf(path, sizeof(path), "%.400s/a.db", root);
    snprintf(dir, sizeof(dir), "%.400s/spool", root);
}

/* Instead of the new database of the desk, one of version 1. */
static void set_up_old(void)
{
    set_up_empty();
    load("version-1.sql");
}

START_TEST(version_1_is_brought_up_to_date)
{
    ck_assert_int_eq(am_store_open_readonly(&store, path, &err), -1);
    ck_assert_int_eq(err.code, AM_EOLDER);
    ck_assert_msg(strstr(err.text, "has version 1") != NULL, "%s", err.text);

    open_all();
    ck_assert_int_eq(number("PRAGMA user_version"),
                     am_schema_newest(am_sql_files));
    check("the rows of version 1",
          "messages=3 with_attachments=3 deliveries=6 sightings=5 "
          "copies_local=6 copies_external=3 copies_sent=1 "
          "size_own_bytes=304500 new_own_bytes=303000 undigested_own_bytes=500 "
          "message=3 sighting=5 content=3 sis_file=1 sighting_part=0");
    check("what they cannot know promises less",
          "copies_lmtp=5 copies_cyrus=5 size_lmtp_bytes=304500 "
          "size_cyrus_bytes=304500 stored_lmtp_bytes=405856 "
          "stored_cyrus_bytes=405856 "
          "new_sis_bytes=300000 new_sis_size_bytes=300000");
    ck_assert_int_eq(number("SELECT count(*) FROM day_sighting WHERE logo"), 1);
    ck_assert_int_eq(number("SELECT count(*) FROM day_sighting s JOIN code c "
                            "ON c.number = s.class AND c.kind = 'class' "
                            "WHERE logo AND c.name <> 'inline'"),
                     0);
    ck_assert_int_eq(number("SELECT group_concat(dimension || ':' || value) = "
                            "'1:16,2:65536,4:256,8:0' FROM small_group"),
                     1);
    ck_assert_int_eq(number("SELECT count(*) FROM epoch WHERE relay_id = "
                            "'3718c0397931b49a361c3272afec596d'"),
                     1);
    ck_assert_int_eq(number("SELECT count(*) FROM code WHERE kind = 'flaw'"),
                     AM_FLAW_COUNT);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
}

END_TEST

/* It goes on as a new one does, and knows its old contents. */
START_TEST(what_was_seen_before_is_not_new_after)
{
    const struct post post = POST(MORNING + 2 * DAY_S, 9, "1", "(AC)");

    open_all();
    append(&post);
    drain();
    check("a container with an old and a new content inside",
          "messages=4 sightings=6 new_own_bytes=306100 content=5 "
          "sighting_part=2");
    ck_assert_int_eq(number("SELECT min(sighting) FROM sighting_part"), 6);
}

END_TEST

/* What the older program had put into the spool is taken in. */
START_TEST(records_of_version_1_are_taken_in)
{
    unsigned char bytes[OLD_RECORD_SIZE];
    size_t size = old_record(1, bytes);

    open_all();
    ck_assert_int_eq(am_spool_append(spool, bytes, size, &err), 0);
    ck_assert_uint_eq(drain(), 1);
    ck_assert_int_eq(number("SELECT count(*) FROM message"), 4);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting"), 7);
    ck_assert_int_eq(number("SELECT count(*) FROM content"), 4);
    ck_assert_int_eq(number("SELECT count(*) FROM sighting_part"), 0);
    ck_assert_int_eq(number("SELECT sum(messages) IS NULL FROM gap"), 1);
}

END_TEST

/* The text of all tables and indices, in one. */
static char *schema_of(void)
{
    sqlite3_stmt *find = NULL;

    ck_assert_int_eq(
        sqlite3_prepare_v2(am_store_handle(store),
                           "SELECT group_concat(sql, ';') FROM (SELECT sql "
                           "FROM sqlite_schema ORDER BY type, name)",
                           -1, &find, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(find), SQLITE_ROW);
    char *text = strdup((const char *)sqlite3_column_text(find, 0));
    sqlite3_finalize(find);
    return text;
}

static void compare_with_new(void)
{
    open_all();
    char *old = schema_of();
    close_all();
    snprintf(path, sizeof(path), "%.400s/new.db", root);
    open_all();
    char *new = schema_of();
    ck_assert_str_eq(old, new);
    free(old);
    free(new);
}

START_TEST(an_old_database_becomes_what_a_new_one_is)
{
    compare_with_new();
}

END_TEST

/* ---- the same mail, as each version left it ---- */

static const char *const versions[] = {"schema/1.sql", "schema/2.sql",
                                       "schema/3.sql", "schema/4.sql",
                                       "schema/5.sql"};

#define VERSIONS (sizeof(versions) / sizeof(versions[0]))

/* Recorded from a run of the newest of them. */
#define FIGURES                                                           \
 "messages=30 with_attachments=23 deliveries=273 sightings=45 "           \
 "copies_local=77 copies_external=25 copies_sent=29 "                     \
 "size_own_bytes=16243240 stored_bytes=21958745 wire_own_bytes=22269311 " \
 "stored_local_bytes=177948307 stored_external_bytes=2291249 "            \
 "stored_sent_bytes=19842212 size_hops_bytes=17578574 "                   \
 "new_own_contents=27 new_own_bytes=6310863 new_all_bytes=6310863 "       \
 "message=23 sighting=45 content=27 gap=0"

START_TEST(every_version_keeps_its_figures)
{
    load(versions[_i]);
    open_all();
    check(versions[_i], FIGURES);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check "
                            "WHERE integrity_check <> 'ok'"),
                     0);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_foreign_key_check"),
                     0);
    ck_assert_int_eq(
        number("SELECT count(*) FROM sighting s JOIN epoch e ON e.id = s.epoch "
               "JOIN content c ON c.id = s.content JOIN epoch k ON k.id = "
               "c.epoch WHERE e.relay_id IS NOT NULL AND k.key_id IS NOT NULL"),
        number("SELECT count(*) FROM sighting WHERE content IS NOT NULL"));
    ck_assert_int_gt(number("SELECT count(*) FROM sighting"), 0);
}

END_TEST

START_TEST(every_version_becomes_what_a_new_one_is)
{
    load(versions[_i]);
    compare_with_new();
}

END_TEST

static void on_upgrade(void *context, int64_t done, int64_t total)
{
    unsigned *times = context;

    ++*times;
    ck_assert_int_eq(done, 0);
    ck_assert_int_eq(total, 0);
}

static unsigned count_calls(void)
{
    unsigned times = 0;

    ck_assert_int_eq(
        am_store_open_watched(&store, path, on_upgrade, &times, &err), 0);
    ck_assert(!am_store_is_watched(store));
    am_store_close(&store);
    return times;
}

/* Who waits for a large one is told that it goes on. */
START_TEST(a_long_migration_tells_that_it_goes_on)
{
    load("schema/5.sql");
    execute("INSERT INTO content (fingerprint, size_bytes, family, first_day,"
            " last_day, senders) WITH n (i) AS (VALUES (1) UNION ALL SELECT"
            " i + 1 FROM n WHERE i < 30000) SELECT randomblob(32), i, 1, 1, 1,"
            " 1 FROM n");
    ck_assert_uint_gt(count_calls(), 1);
    ck_assert_uint_eq(count_calls(), 0);
}

END_TEST

static int on_step(void *context)
{
    (void)context;
    return raise(SIGKILL);
}

/* In a child: migrate, but be killed after so many steps of SQLite's machine.
 * With a small cache most of it is in the log before the end. */
static void migrate_until(int steps)
{
    sqlite3 *db = NULL;

    mute_assertions();
    if (sqlite3_open(path, &db) != SQLITE_OK ||
        sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA cache_size = 5",
                     NULL, NULL, NULL) != SQLITE_OK)
        _exit(2);
    sqlite3_progress_handler(db, steps, on_step, NULL);
    _exit(am_schema_migrate(db, am_sql_files, &err) == 0 ? 0 : 1);
}

static int version_now(void)
{
    sqlite3_stmt *find = NULL;
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &find, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(find), SQLITE_ROW);
    int version = sqlite3_column_int(find, 0);
    sqlite3_finalize(find);
    sqlite3_close(db);
    return version;
}

START_TEST(a_killed_migration_leaves_the_old_version_whole)
{
    int newest = am_schema_newest(am_sql_files);
    unsigned killed = 0;
    int status = 0;

    load(versions[_i]);
    for (int steps = 50; version_now() != newest; steps += steps / 3) {
        pid_t child = fork();
        if (child == 0)
            migrate_until(steps);
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        if (WIFSIGNALED(status)) {
            killed++;
            ck_assert_int_eq(version_now(), _i + 1);
        } else {
            ck_assert_int_eq(WEXITSTATUS(status), 0);
        }
    }
    ck_assert_uint_gt(killed, 5);
    open_all();
    check(versions[_i], FIGURES);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("migrate");
    TCase *tcase = tcase_create("migrate");

    tcase_add_checked_fixture(tcase, set_up_old, tear_down);
    tcase_add_test(tcase, version_1_is_brought_up_to_date);
    tcase_add_test(tcase, what_was_seen_before_is_not_new_after);
    tcase_add_test(tcase, records_of_version_1_are_taken_in);
    tcase_add_test(tcase, an_old_database_becomes_what_a_new_one_is);
    suite_add_tcase(suite, tcase);

    tcase = tcase_create("versions");
    tcase_add_checked_fixture(tcase, set_up_empty, tear_down);
    tcase_add_loop_test(tcase, every_version_keeps_its_figures, 0, VERSIONS);
    tcase_add_loop_test(tcase, every_version_becomes_what_a_new_one_is, 0,
                        VERSIONS);
    tcase_add_test(tcase, a_long_migration_tells_that_it_goes_on);
    tcase_add_loop_test(tcase, a_killed_migration_leaves_the_old_version_whole,
                        0, VERSIONS);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
