/* test_epoch - whose rows a database goes on with, and under which key; that a
 * copy and what it was made of never give a number twice. */
#include "desk.h"
#include "store/backup.h"
#include "store/epoch.h"

static void execute(const char *sql)
{
    ck_assert_msg(sqlite3_exec(am_store_handle(store), sql, NULL, NULL, NULL) ==
                      SQLITE_OK,
                  "%s: %s", sql, sqlite3_errmsg(am_store_handle(store)));
}

static void take_post(int message)
{
    const struct post post = POST(MORNING, message, "1 2", "AB");

    append(&post);
    drain();
}

static void copy_to(const char *to, unsigned posts_meanwhile)
{
    struct am_backup_extent extent;
    struct am_backup *backup = NULL;
    struct am_store *reader = NULL;
    int64_t done = 0;
    int64_t total = 0;
    int result = 1;

    ck_assert_int_eq(am_store_open_readonly(&reader, path, &err), 0);
    fclose(fopen(to, "w"));
    ck_assert_msg(am_backup_create(&backup, reader, to, &err) == 0, "%s",
                  err.text);
    for (unsigned i = 0; i < posts_meanwhile; i++)
        take_post(1000 + (int)i);
    while ((result = am_backup_step(backup, &err)) == 1)
        continue;
    ck_assert_int_eq(result, 0);
    am_backup_count(backup, &done, &total);
    ck_assert_int_gt(total, 10);
    ck_assert_int_eq(done, total);
    ck_assert_msg(am_backup_finish(backup, &extent, &err) == 0, "%s", err.text);
    ck_assert_int_eq(extent.first, 1);
    ck_assert_int_eq(extent.last, 2);
    am_backup_destroy(&backup);
    am_store_close(&reader);
}

/* ---- who goes on ---- */

static const struct {
    const char *name, *sql;
    bool new_spool;
    unsigned epochs; /* after it was opened again, and once more */
} rows[] = {
    {"nothing happened", "SELECT 1", false, 1},
    {"a copy", "UPDATE meta SET is_copy = 1", false, 2},
    {"another machine", "UPDATE meta SET machine = 'other'", false, 2},
    {"a machine not known", "UPDATE meta SET machine = NULL", false, 1},
    {"a copy on another machine",
     "UPDATE meta SET is_copy = 1, machine = 'other'", false, 2},
    {"a spool that is not its own", "SELECT 1", true, 2},
    {"a copy with another spool", "UPDATE meta SET is_copy = 1", true, 3},
};

START_TEST(who_goes_on_elsewhere_is_another_relay)
{
    take_post(1);
    execute(rows[_i].sql);
    close_all();
    if (rows[_i].new_spool)
        snprintf(dir, sizeof(dir), "%.400s/spool2", root);
    open_all();
    take_post(2);
    close_all();
    open_all();
    take_post(3);
    ck_assert_msg(number("SELECT count(*) FROM epoch") == rows[_i].epochs,
                  "%s: %lld epochs", rows[_i].name,
                  (long long)number("SELECT count(*) FROM epoch"));
    ck_assert_int_eq(number("SELECT count(DISTINCT relay_id) FROM epoch"),
                     rows[_i].epochs);
    /* What was there stays what it was. */
    ck_assert_int_eq(number("SELECT sum(epoch) FROM sighting "
                            "WHERE sequence <= 2"),
                     2);
    ck_assert_int_eq(number("SELECT min(epoch) FROM sighting "
                            "WHERE sequence > 2"),
                     rows[_i].epochs);
    ck_assert_int_eq(number("SELECT is_copy FROM meta"), 0);
    check(rows[_i].name, "messages=3 sightings=6 content=2");
}

END_TEST

START_TEST(nobody_records_into_a_merged_one)
{
    const struct am_ingest_options options = {0};

    take_post(1);
    execute("UPDATE meta SET is_merged = 1");
    am_ingest_destroy(&ingest);
    ck_assert_int_eq(am_ingest_create(&ingest, store, &options, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
}

END_TEST

/* ---- copies ---- */

START_TEST(a_copy_is_of_one_moment)
{
    char copy[TEMP_PATH_SIZE];
    char source[TEMP_PATH_SIZE];

    take_post(1);
    snprintf(copy, sizeof(copy), "%.400s/copy.db", root);
    memcpy(source, path, sizeof(source));
    copy_to(copy, 50);
    check("the source has gone on", "messages=51 sightings=102");
    close_all();
    memcpy(path, copy, sizeof(path));
    ck_assert_int_eq(am_store_open_readonly(&store, path, &err), 0);
    check("the copy", "messages=1 sightings=2 content=2 deliveries=2");
    ck_assert_int_eq(number("SELECT is_copy FROM meta"), 1);
    ck_assert_int_eq(number("SELECT count(*) FROM pragma_integrity_check WHERE "
                            "integrity_check <> 'ok'"),
                     0);
    am_store_close(&store);
    memcpy(path, source, sizeof(path));
    open_all();
}

END_TEST

/* The two go on side by side: a (relay, sequence) is one attachment. */
START_TEST(a_copy_and_its_source_share_no_number)
{
    char copy[TEMP_PATH_SIZE];
    char attach[TEMP_PATH_SIZE + 40];

    take_post(1);
    snprintf(copy, sizeof(copy), "%.400s/copy.db", root);
    copy_to(copy, 0);
    take_post(3);
    snprintf(attach, sizeof(attach), "ATTACH '%s' AS source", path);
    close_all();
    memcpy(path, copy, sizeof(path));
    snprintf(dir, sizeof(dir), "%.400s/spool2", root);
    open_all();
    take_post(4);
    take_post(5);
    execute(attach);
    ck_assert_int_eq(
        number("SELECT count(*) FROM (SELECT relay_id, sequence FROM "
               "main.sighting s JOIN main.epoch e ON e.id = s.epoch INTERSECT "
               "SELECT relay_id, sequence FROM source.sighting s JOIN "
               "source.epoch e ON e.id = s.epoch)"),
        2);
    ck_assert_int_eq(number("SELECT max(sequence) FROM main.sighting"), 6);
    ck_assert_int_eq(number("SELECT max(sequence) FROM source.sighting"), 4);
}

END_TEST

START_TEST(a_damaged_database_gives_no_copy)
{
    struct am_backup_extent extent;
    struct am_backup *backup = NULL;
    char copy[TEMP_PATH_SIZE];
    char junk[4096];
    int result = 1;

    take_post(1);
    ck_assert_int_eq(sqlite3_exec(am_store_handle(store),
                                  "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL,
                                  NULL),
                     SQLITE_OK);
    int64_t page = number("SELECT rootpage FROM sqlite_schema WHERE name = "
                          "'sighting'");
    close_all();
    memset(junk, 'x', sizeof(junk));
    FILE *file = fopen(path, "r+b");
    ck_assert_int_eq(fseek(file, (page - 1) * 4096, SEEK_SET), 0);
    ck_assert_uint_eq(fwrite(junk, 1, sizeof(junk), file), sizeof(junk));
    fclose(file);
    ck_assert_int_eq(am_store_open_readonly(&store, path, &err), 0);
    snprintf(copy, sizeof(copy), "%.400s/copy.db", root);
    fclose(fopen(copy, "w"));
    ck_assert_int_eq(am_backup_create(&backup, store, copy, &err), 0);
    while (result == 1)
        result = am_backup_step(backup, &err);
    if (result == 0)
        result = am_backup_finish(backup, &extent, &err);
    ck_assert_int_eq(result, -1);
    ck_assert_int_eq(err.code, AM_ECORRUPT);
    am_backup_destroy(&backup);
}

END_TEST

/* ---- keys ---- */

START_TEST(a_new_key_begins_an_epoch)
{
    const unsigned char first[AM_KEY_ID_SIZE] = {1, 2};
    const unsigned char second[AM_KEY_ID_SIZE] = {3, 4};
    char text[AM_KEY_TEXT_SIZE];
    struct am_epoch *epochs = NULL;
    size_t count = 0;

    ck_assert_int_eq(am_store_use_key(store, first, &err), 0);
    take_post(1);
    ck_assert_int_eq(
        am_epoch_begin_key(store, am_epoch_key_text(second, text), &err), 0);
    ck_assert_int_eq(am_store_use_key(store, first, &err), -1);
    ck_assert_int_eq(am_store_use_key(store, second, &err), 0);
    const struct post post = POST(MORNING, 2, "1", "C");
    append(&post);
    drain();
    ck_assert_int_eq(am_epoch_list(store, &epochs, &count, &err), 0);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(epochs[0].key_id, "0102000000000000");
    ck_assert_str_eq(epochs[1].key_id, "0304000000000000");
    ck_assert_str_eq(epochs[0].relay_id, epochs[1].relay_id);
    ck_assert_int_eq(epochs[0].contents, 2);
    ck_assert_int_eq(epochs[1].contents, 1);
    ck_assert_int_eq(epochs[0].sightings, 2);
    ck_assert_int_eq(epochs[1].sightings, 1);
    free(epochs);
}

END_TEST

/* Two relays, each with another key in the middle of its time; the second goes
 * on under another name.  A content is remembered for 30 days. */
static const char epochs_of_two[] =
    "INSERT INTO setting_day VALUES ('detail_days', 0, 30);"
    "DELETE FROM epoch;"
    "INSERT INTO epoch (relay_id, key_id, start_day) VALUES"
    " ('a', '1', 1000), ('a', '2', 2000),"
    " ('b', '1', 3000), ('b', '2', 4000), ('c', '2', 5000)";

static const struct {
    int64_t from_day, until_day, key_day;
} bounds[] = {
    {1000, 1010, 0}, {1990, 2000, 0}, {1990, 2001, 2000}, {2030, 2040, 2000},
    {2031, 2040, 0}, {3000, 3010, 0}, {4000, 4001, 4000}, {5000, 5010, 0},
    {0, 3500, 2000}, {0, 9000, 4000},
};

START_TEST(a_new_key_makes_unique_a_bound)
{
    struct am_unique_bound bound;

    execute(epochs_of_two);
    for (size_t i = 0; i < sizeof(bounds) / sizeof(bounds[0]); i++) {
        ck_assert_int_eq(am_epoch_bound(store, bounds[i].from_day,
                                        bounds[i].until_day, &bound, &err),
                         0);
        ck_assert_msg(bound.key_day == bounds[i].key_day &&
                          bound.merged_until_day == 0,
                      "row %zu: %lld", i, (long long)bound.key_day);
    }
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("epoch");
    TCase *tcase = tcase_create("epoch");

    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_add_loop_test(tcase, who_goes_on_elsewhere_is_another_relay, 0,
                        sizeof(rows) / sizeof(rows[0]));
    tcase_add_test(tcase, nobody_records_into_a_merged_one);
    tcase_add_test(tcase, a_copy_is_of_one_moment);
    tcase_add_test(tcase, a_copy_and_its_source_share_no_number);
    tcase_add_test(tcase, a_damaged_database_gives_no_copy);
    tcase_add_test(tcase, a_new_key_begins_an_epoch);
    tcase_add_test(tcase, a_new_key_makes_unique_a_bound);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
