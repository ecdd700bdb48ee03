/* test_sql - every file of sql/ is a statement the schema knows. */
#include <stdbool.h>
#include <string.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/store.h"
#include "store/sums.h"
#include "suite.h"

static struct am_store *store;
static sqlite3 *held; /* with the tables of a scan's state */
static sqlite3 *ship; /* with those of the state of shipping */
static struct am_err err;

/* In the place of the function of store/detail. */
static void is_wanted(sqlite3_context *call, int count, sqlite3_value **values)
{
    (void)count;
    (void)values;
    sqlite3_result_int(call, 0);
}

/* A second database of the same schema, as a merge has. */
static void attach_input(void)
{
    sqlite3 *db = am_store_handle(store);
    sqlite3_int64 size = 0;
    unsigned char *bytes = sqlite3_serialize(db, "main", &size, 0);

    ck_assert_ptr_nonnull(bytes);
    ck_assert_int_eq(
        sqlite3_exec(db, "ATTACH ':memory:' AS input", NULL, NULL, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_deserialize(db, "input", bytes, size, size,
                                         SQLITE_DESERIALIZE_FREEONCLOSE),
                     SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, am_sql_merge_stage, NULL, NULL, NULL),
                     SQLITE_OK);
}

static void open_store(void)
{
    ck_assert_msg(am_store_open(&store, ":memory:", &err) == 0, "%s", err.text);
    ck_assert_int_eq(sqlite3_create_function(am_store_handle(store),
                                             "is_wanted", 1, SQLITE_UTF8, NULL,
                                             is_wanted, NULL, NULL),
                     SQLITE_OK);
    attach_input();
    ck_assert_int_eq(sqlite3_open(":memory:", &held), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(held, am_sql_held_schema, NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_int_eq(sqlite3_open(":memory:", &ship), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(ship, am_sql_ship_schema, NULL, NULL, NULL),
                     SQLITE_OK);
}

static void close_store(void)
{
    am_store_close(&store);
    sqlite3_close(held);
    sqlite3_close(ship);
}

/* A script holds several statements; nothing prepares it as one. */
static bool is_script(const char *name)
{
    return strcmp(name, "schema.sql") == 0 ||
           strcmp(name, "store/connect.sql") == 0 ||
           strcmp(name, "held/schema.sql") == 0 ||
           strcmp(name, "ship/schema.sql") == 0 ||
           strcmp(name, "ship/connect.sql") == 0 ||
           strcmp(name, "ship/schema_to_2.sql") == 0 ||
           strcmp(name, "held/connect.sql") == 0 ||
           strcmp(name, "store/copy_mark.sql") == 0 ||
           strcmp(name, "store/erase_begin.sql") == 0 ||
           strcmp(name, "merge/stage.sql") == 0 ||
           strcmp(name, "merge/connect.sql") == 0 ||
           strncmp(name, "migrate/", 8) == 0;
}

/* What ClickHouse runs, and SQLite does not. */
static bool is_of_engine(const char *name)
{
    return strncmp(name, "fleet/", 6) == 0;
}

START_TEST(every_file_says_what_goes_in_and_out)
{
    const struct am_sql_file *file = am_sql_files;
    int count = 0;

    for (; file->name != NULL; file++, count++) {
        ck_assert_msg(strncmp(file->text, "-- ", 3) == 0, "%s", file->name);
        ck_assert_msg(strstr(file->text, "\n-- In: ") != NULL, "%s",
                      file->name);
        ck_assert_msg(strstr(file->text, "\n-- Out: ") != NULL, "%s",
                      file->name);
    }
    ck_assert_int_gt(count, 30);
}

END_TEST

static const char *const by_fingerprint[] = {
    am_sql_write_content_find, am_sql_report_lookup, am_sql_merge_map_contents};

/* They write the expression as the index has it, else they read all rows. */
START_TEST(a_fingerprint_is_looked_for_in_the_index)
{
    sqlite3_stmt *plan = NULL;
    bool found = false;
    char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", by_fingerprint[_i]);

    ck_assert_int_eq(
        sqlite3_prepare_v2(am_store_handle(store), sql, -1, &plan, NULL),
        SQLITE_OK);
    sqlite3_free(sql);
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        found |= strstr(step, "USING INDEX content_prefix (<expr>=?)") != NULL;
    }
    sqlite3_finalize(plan);
    ck_assert_msg(found, "%s", by_fingerprint[_i]);
}

END_TEST

/* Does the header of a file name the parameter? */
static bool is_told(const char *text, const char *parameter)
{
    const char *end = text;
    size_t size = strlen(parameter);

    while (end[0] == '-' && end[1] == '-')
        end = strchr(end, '\n') + 1;
    const char *p = text;
    while ((p = strstr(p, parameter)) != NULL && p < end) {
        if (strchr("abcdefghijklmnopqrstuvwxyz_", p[size]) == NULL)
            return true;
        p += size;
    }
    return false;
}

static void check_parameters(const struct am_sql_file *file,
                             sqlite3_stmt *statement)
{
    if (strstr(file->text, "each column of table") != NULL)
        return;
    for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
        const char *name = sqlite3_bind_parameter_name(statement, i);
        ck_assert_msg(name != NULL && is_told(file->text, name),
                      "%s does not tell of %s", file->name, name);
    }
}

START_TEST(every_file_is_one_statement_of_the_schema)
{
    const struct am_sql_file *file = am_sql_files;

    for (; file->name != NULL; file++) {
        sqlite3_stmt *statement = NULL;
        const char *rest = NULL;
        if (is_script(file->name) || is_of_engine(file->name))
            continue;
        sqlite3 *db = strncmp(file->name, "held/", 5) == 0 ? held
                      : strncmp(file->name, "ship/", 5) == 0
                          ? ship
                          : am_store_handle(store);
        ck_assert_msg(sqlite3_prepare_v2(db, file->text, -1, &statement,
                                         &rest) == SQLITE_OK,
                      "%s: %s", file->name, sqlite3_errmsg(db));
        ck_assert_msg(strspn(rest, " \n") == strlen(rest), "%s: %s", file->name,
                      rest);
        check_parameters(file, statement);
        sqlite3_finalize(statement);
    }
}

END_TEST

START_TEST(the_sums_have_their_columns_and_parameters)
{
    sqlite3_stmt *query = NULL;
    sqlite3_stmt *add = NULL;
    sqlite3 *db = am_store_handle(store);

    ck_assert_int_eq(
        sqlite3_prepare_v2(db, am_sql_report_sums, -1, &query, NULL),
        SQLITE_OK);
    ck_assert_int_eq(
        sqlite3_prepare_v2(db, am_sql_write_day_sighting_add, -1, &add, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_column_count(query), AM_SUMS_ALL + 5);
    ck_assert_int_eq(sqlite3_bind_parameter_count(add), AM_SUMS_STORED + 9);
    ck_assert_uint_eq(sizeof(struct am_sums), AM_SUMS_ALL * sizeof(int64_t));
    for (int i = 0; i < AM_SUMS_ALL; i++) {
        const char *parameter = am_sums_members[i].parameter;
        ck_assert_str_eq(sqlite3_column_name(query, i + 5), parameter + 1);
        ck_assert_msg((sqlite3_bind_parameter_index(add, parameter) != 0) ==
                          (i < AM_SUMS_STORED),
                      "%s", parameter);
    }
    sqlite3_finalize(query);
    sqlite3_finalize(add);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("sql");
    TCase *tcase = tcase_create("sql");

    tcase_add_checked_fixture(tcase, open_store, close_store);
    tcase_add_test(tcase, every_file_says_what_goes_in_and_out);
    tcase_add_loop_test(tcase, a_fingerprint_is_looked_for_in_the_index, 0,
                        sizeof(by_fingerprint) / sizeof(by_fingerprint[0]));
    tcase_add_test(tcase, every_file_is_one_statement_of_the_schema);
    tcase_add_test(tcase, the_sums_have_their_columns_and_parameters);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
