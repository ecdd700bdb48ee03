/* test_store - opening, migrating, identity, and what stands in the way. */
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <sqlite3.h>

#include "store/codes.h"
#include "store/schema.h"
#include "store/store.h"
#include "suite.h"
#include "tempdir.h"

static char root[TEMP_PATH_SIZE];
static char path[TEMP_PATH_SIZE];
static struct am_err err;

static void make_root(void)
{
    tempdir_make(root);
    snprintf(path, sizeof(path), "%.400s/a?b#c%%d.db", root);
}

static void remove_root(void)
{
    tempdir_remove(root);
}

static struct am_store *open_store(void)
{
    struct am_store *store = NULL;

    ck_assert_msg(am_store_open(&store, path, &err) == 0, "%s", err.text);
    return store;
}

static void execute(const char *sql)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_msg(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    sqlite3_close(db);
}

static int64_t number(struct am_store *store, const char *sql)
{
    sqlite3_stmt *statement = NULL;

    ck_assert_int_eq(
        sqlite3_prepare_v2(am_store_handle(store), sql, -1, &statement, NULL),
        SQLITE_OK);
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

START_TEST(a_new_database_is_as_it_must_be)
{
    struct am_store *store = open_store();
    char beside[TEMP_PATH_SIZE];
    struct stat stat_;
    bool empty = false;

    ck_assert_int_eq(stat(path, &stat_), 0);
    ck_assert_uint_eq(stat_.st_mode & 07777U, 0640);
    ck_assert_int_eq(number(store, "PRAGMA user_version"),
                     am_schema_newest(am_sql_files));
    ck_assert_int_eq(number(store, "PRAGMA auto_vacuum"), 2);
    ck_assert_int_eq(number(store, "PRAGMA secure_delete"), 1);
    ck_assert_int_eq(number(store, "PRAGMA foreign_keys"), 1);
    ck_assert_int_eq(number(store, "PRAGMA synchronous"), 2);
    ck_assert_int_eq(number(store, "SELECT journal_mode = 'wal' FROM "
                                   "pragma_journal_mode"),
                     1);
    ck_assert_int_eq(number(store, "SELECT count(*) FROM pragma_table_list "
                                   "WHERE schema = 'main' AND NOT strict AND "
                                   "name NOT LIKE 'sqlite%'"),
                     0);
    ck_assert_int_eq(am_store_is_empty(store, &empty, &err), 0);
    ck_assert(empty);
    am_store_close(&store);
    /* The log stays, for readers who may not make one. */
    snprintf(beside, sizeof(beside), "%.400s-wal", path);
    ck_assert_int_eq(stat(beside, &stat_), 0);
    ck_assert_uint_eq(stat_.st_mode & 07777U, 0640);
}

END_TEST

START_TEST(identity_and_key_stay)
{
    unsigned char first[AM_RELAY_ID_SIZE];
    unsigned char again[AM_RELAY_ID_SIZE];
    const unsigned char key[AM_KEY_ID_SIZE] = {1, 2, 3, 4, 5, 6, 7, 0xff};
    const unsigned char other[AM_KEY_ID_SIZE] = {9};

    struct am_store *store = open_store();
    ck_assert_int_eq(am_store_relay_id(store, first, &err), 0);
    ck_assert_int_eq(am_store_use_key(store, key, &err), 0);
    am_store_close(&store);
    store = open_store();
    ck_assert_int_eq(am_store_relay_id(store, again, &err), 0);
    ck_assert_mem_eq(first, again, sizeof(first));
    ck_assert_int_eq(am_store_use_key(store, key, &err), 0);
    ck_assert_int_eq(am_store_use_key(store, other, &err), -1);
    ck_assert_int_eq(err.code, AM_EINVAL);
    ck_assert(strstr(err.text, "01020304050607ff") != NULL);
    am_store_close(&store);

    unlink(path);
    store = open_store();
    ck_assert_int_eq(am_store_relay_id(store, again, &err), 0);
    ck_assert_mem_ne(first, again, sizeof(first));
    am_store_close(&store);
}

END_TEST

START_TEST(every_number_has_its_word)
{
    struct am_store *store = open_store();
    sqlite3_stmt *find = NULL;
    int64_t count = 0;

    ck_assert_int_eq(sqlite3_prepare_v2(
                         am_store_handle(store),
                         "SELECT name FROM code WHERE kind = ? AND number = ?",
                         -1, &find, NULL),
                     SQLITE_OK);
    for (const struct am_code_kind *k = am_code_kinds; k->kind != NULL; k++) {
        for (unsigned i = 0; k->name(i) != NULL; i++, count++) {
            sqlite3_bind_text(find, 1, k->kind, -1, SQLITE_STATIC);
            sqlite3_bind_int64(find, 2, i);
            ck_assert_int_eq(sqlite3_step(find), SQLITE_ROW);
            ck_assert_str_eq((const char *)sqlite3_column_text(find, 0),
                             k->name(i));
            sqlite3_reset(find);
        }
    }
    sqlite3_finalize(find);
    ck_assert_int_eq(number(store, "SELECT count(*) FROM code"), count);
    am_store_close(&store);

    /* A program that knows more words than the one before adds them. */
    execute("DELETE FROM code WHERE kind = 'gap'");
    store = open_store();
    ck_assert_int_eq(number(store, "SELECT count(*) FROM code"), count);
    am_store_close(&store);
}

END_TEST

static const struct {
    const char *name;
    const char *sql;   /* done to a good database; NULL: see bytes */
    const char *bytes; /* the whole file */
    enum am_error writer, reader;
} refusals[] = {
    {"a newer schema", "PRAGMA user_version = 99", NULL, AM_ENEWER, AM_ENEWER},
    {"another program's", "PRAGMA application_id = 7", NULL, AM_ECORRUPT,
     AM_ECORRUPT},
    {"no database", NULL, "this is a text file and no database, not at all",
     AM_ECORRUPT, AM_ECORRUPT},
    {"an empty file", NULL, "", AM_OK, AM_ENOTFOUND},
};

START_TEST(what_cannot_be_used_is_refused)
{
    struct am_store *store = NULL;

    if (refusals[_i].sql != NULL) {
        store = open_store();
        am_store_close(&store);
        execute(refusals[_i].sql);
    } else {
        FILE *file = fopen(path, "w");
        fputs(refusals[_i].bytes, file);
        fclose(file);
    }
    ck_assert_int_eq(am_store_open_readonly(&store, path, &err), -1);
    ck_assert_msg(err.code == refusals[_i].reader, "%s: %d %s",
                  refusals[_i].name, (int)err.code, err.text);
    ck_assert(strncmp(err.text, path, strlen(path)) == 0);
    int result = am_store_open(&store, path, &err);
    ck_assert_int_eq(result, refusals[_i].writer == AM_OK ? 0 : -1);
    if (result < 0) {
        ck_assert_msg(err.code == refusals[_i].writer, "%s: %d %s",
                      refusals[_i].name, (int)err.code, err.text);
    } else {
        am_store_close(&store);
    }
}

END_TEST

START_TEST(nothing_is_not_a_database)
{
    struct am_store *store = NULL;

    ck_assert_int_eq(am_store_open_readonly(&store, path, &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
    ck_assert_int_eq(access(path, F_OK), -1);
    ck_assert_int_eq(am_store_open(&store, "/nonexistent/x.db", &err), -1);
    ck_assert_int_eq(err.code, AM_ENOTFOUND);
}

END_TEST

START_TEST(a_removed_or_replaced_file_is_gone)
{
    struct am_store *store = open_store();
    struct am_store *other = NULL;

    ck_assert(!am_store_is_gone(store));
    unlink(path);
    ck_assert(am_store_is_gone(store));
    other = open_store();
    ck_assert(am_store_is_gone(store));
    ck_assert(!am_store_is_gone(other));
    am_store_close(&other);
    am_store_close(&store);
    ck_assert_int_eq(am_store_open(&store, ":memory:", &err), 0);
    ck_assert(!am_store_is_gone(store));
    am_store_close(&store);
}

END_TEST

START_TEST(a_lock_stops_a_writer_and_no_reader)
{
    struct am_store *store = open_store();
    struct am_store *reader = NULL;
    struct am_store *writer = NULL;

    ck_assert_int_eq(sqlite3_exec(am_store_handle(store), "BEGIN EXCLUSIVE",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_msg(am_store_open_readonly(&reader, path, &err) == 0, "%s",
                  err.text);
    ck_assert_int_eq(am_store_open(&writer, path, &err), -1);
    ck_assert_int_eq(err.code, AM_EBUSY);
    am_store_close(&reader);
    am_store_close(&store);
    writer = open_store();
    am_store_close(&writer);
}

END_TEST

/* Opens as somebody who may read the file and not write beside it. */
static int read_as_stranger(void)
{
    struct am_store *store = NULL;
    unsigned char id[AM_RELAY_ID_SIZE];

    if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
        return 2;
    if (am_store_open_readonly(&store, path, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    int result = am_store_relay_id(store, id, &err);
    am_store_close(&store);
    return result == 0 ? 0 : 3;
}

static const struct {
    const char *name;
    bool writer; /* one has it open */
    bool log;    /* its log was left behind */
} strangers[] = {
    {"while a writer is there", true, true},
    {"after the writer, the log left", false, true},
    {"after the writer, no log", false, false},
};

START_TEST(who_may_only_read_reads)
{
    struct am_store *store = open_store();
    char beside[TEMP_PATH_SIZE];
    int status = 0;

    if (!strangers[_i].writer)
        am_store_close(&store);
    if (!strangers[_i].log) {
        snprintf(beside, sizeof(beside), "%.400s-wal", path);
        unlink(beside);
        snprintf(beside, sizeof(beside), "%.400s-shm", path);
        unlink(beside);
    }
    snprintf(beside, sizeof(beside), "%.400s-shm", path);
    chmod(beside, 0644);
    snprintf(beside, sizeof(beside), "%.400s-wal", path);
    chmod(beside, 0644);
    chmod(path, 0644);
    chmod(root, 0555);
    pid_t child = fork();
    if (child == 0)
        _exit(read_as_stranger());
    waitpid(child, &status, 0);
    chmod(root, 0755);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0, "%s: %d",
                  strangers[_i].name, status);
    am_store_close(&store);
}

END_TEST

/* Files of the versions that follow on the newest. */
static void name_migrations(char names[][32], int count)
{
    for (int i = 0; i < count; i++) {
        snprintf(names[i], 32, "migrate/%04d_more.sql",
                 am_schema_newest(am_sql_files) + 1 + i);
    }
}

START_TEST(migrations_go_in_order_and_all_or_nothing)
{
    struct am_store *store = NULL;
    char names[4][32];
    const struct am_sql_file good[] = {
        {names[1], "INSERT INTO extra VALUES (2);"},
        {names[0], "CREATE TABLE extra (n INTEGER) STRICT;"},
        {"schema.sql", am_sql_schema},
        {NULL, NULL},
    };
    const struct am_sql_file bad[] = {
        {names[2], "INSERT INTO extra VALUES (3);"},
        {names[3], "INSERT INTO nowhere VALUES (4);"},
        {"schema.sql", am_sql_schema},
        {NULL, NULL},
    };
    int newest = am_schema_newest(am_sql_files);
    char text[32];

    name_migrations(names, 4);
    store = open_store();
    sqlite3 *db = am_store_handle(store);
    ck_assert_int_eq(am_schema_newest(good), newest + 2);
    ck_assert_int_eq(am_schema_check(db, good, &err), -1);
    ck_assert_int_eq(err.code, AM_EOLDER);
    ck_assert_msg(am_schema_migrate(db, good, &err) == 0, "%s", err.text);
    ck_assert_int_eq(number(store, "PRAGMA user_version"), newest + 2);
    ck_assert_int_eq(number(store, "SELECT n FROM extra"), 2);
    ck_assert_int_eq(am_schema_migrate(db, good, &err), 0);
    ck_assert_int_eq(number(store, "SELECT count(*) FROM extra"), 1);

    ck_assert_int_eq(am_schema_migrate(db, bad, &err), -1);
    ck_assert_int_eq(number(store, "PRAGMA user_version"), newest + 2);
    ck_assert_int_eq(number(store, "SELECT count(*) FROM extra"), 1);
    ck_assert_int_eq(am_schema_check(db, am_sql_files, &err), -1);
    ck_assert_int_eq(err.code, AM_ENEWER);
    snprintf(text, sizeof(text), "version %d", newest + 2);
    ck_assert(strstr(err.text, text) != NULL);
    am_store_close(&store);
}

END_TEST

int main(void)
{
    Suite *suite = suite_create("store");
    TCase *tcase = tcase_create("store");

    tcase_add_checked_fixture(tcase, make_root, remove_root);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, a_new_database_is_as_it_must_be);
    tcase_add_test(tcase, identity_and_key_stay);
    tcase_add_test(tcase, every_number_has_its_word);
    tcase_add_loop_test(tcase, what_cannot_be_used_is_refused, 0,
                        ROWS(refusals));
    tcase_add_test(tcase, nothing_is_not_a_database);
    tcase_add_test(tcase, a_removed_or_replaced_file_is_gone);
    tcase_add_test(tcase, a_lock_stops_a_writer_and_no_reader);
    tcase_add_loop_test(tcase, who_may_only_read_reads, 0, ROWS(strangers));
    tcase_add_test(tcase, migrations_go_in_order_and_all_or_nothing);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}
