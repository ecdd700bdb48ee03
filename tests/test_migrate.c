/* test_migrate - a database of an older version, brought up to date. */
#include <sys/stat.h>

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

/* Instead of the new database of the desk, one of version 1. */
static void set_up_old(void)
{
    char *sql = read_data("version-1.sql");
    sqlite3 *db = NULL;

    tempdir_make(root);
    snprintf(path, sizeof(path), "%.400s/a.db", root);
    snprintf(dir, sizeof(dir), "%.400s/spool", root);
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    sqlite3_close(db);
    free(sql);
}

START_TEST(version_1_is_brought_up_to_date)
{
    ck_assert_int_eq(am_store_open_readonly(&store, path, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
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
    ck_assert_int_eq(number("SELECT count(*) FROM meta WHERE relay_id = "
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

START_TEST(an_old_database_becomes_what_a_new_one_is)
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
    return run_suite(suite);
}
