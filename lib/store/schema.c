/* schema - see schema.h. */
#include "store/schema.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "store/codes.h"
#include "store/epoch.h"
#include "store/statement.h"

#define APPLICATION_ID 0x61746d74 /* "atmt", as in sql/schema.sql */

struct version {
    int number; /* 0: no tables of ours */
    int application;
    int tables;
};

/* The version that a file makes; 0 for files that make none. */
static int version_of(const struct am_sql_file *file)
{
    if (strcmp(file->name, "schema.sql") == 0)
        return 1;
    if (strncmp(file->name, "migrate/", 8) == 0)
        return (int)strtol(file->name + 8, NULL, 10);
    return 0;
}

int am_schema_newest(const struct am_sql_file *files)
{
    int newest = 0;

    for (; files->name != NULL; files++) {
        if (version_of(files) > newest)
            newest = version_of(files);
    }
    return newest;
}

static int read_version(sqlite3 *db, struct version *version,
                        struct am_err *err)
{
    struct am_statement find = {am_sql_store_version, NULL};

    if (am_statements_prepare(db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1) {
        version->number = (int)am_column(&find, 0);
        version->application = (int)am_column(&find, 1);
        version->tables = (int)am_column(&find, 2);
    }
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

static int refuse_foreign(const struct version *version, int newest,
                          struct am_err *err)
{
    bool ours = version->application == APPLICATION_ID;

    if (!ours && (version->number != 0 || version->tables != 0))
        return am_fail(err, AM_ECORRUPT, "this is not an attachmeter database");
    if (version->number > newest) {
        return am_fail(err, AM_ENEWER,
                       "the database has version %d, this attachmeter knows "
                       "up to %d: install the newer one",
                       version->number, newest);
    }
    return 0;
}

static int execute(sqlite3 *db, const char *sql, struct am_err *err)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        return am_statement_fail(db, "database", err);
    return 0;
}

static int apply(sqlite3 *db, const struct am_sql_file *files, int version,
                 struct am_err *err)
{
    char set[64];

    for (; files->name != NULL; files++) {
        if (version_of(files) != version)
            continue;
        if (execute(db, files->text, err) < 0)
            return -1;
        snprintf(set, sizeof(set), "PRAGMA user_version = %d", version);
        return execute(db, set, err);
    }
    return am_fail(err, AM_EINVAL, "no way to version %d of the database",
                   version);
}

static int add_meta(sqlite3 *db, struct am_err *err)
{
    return execute(db, am_sql_store_meta_add, err) < 0
               ? -1
               : am_epoch_new_relay(db, err);
}

static int migrate(sqlite3 *db, const struct am_sql_file *files,
                   struct am_err *err)
{
    int newest = am_schema_newest(files);
    struct version version;

    if (read_version(db, &version, err) < 0 ||
        refuse_foreign(&version, newest, err) < 0)
        return -1;
    for (int next = version.number + 1; next <= newest; next++) {
        if (apply(db, files, next, err) < 0)
            return -1;
    }
    if (version.number == 0 && add_meta(db, err) < 0)
        return -1;
    return am_codes_write(db, err);
}

static int migrate_at_once(sqlite3 *db, const struct am_sql_file *files,
                           struct am_err *err)
{
    if (execute(db, am_sql_write_begin, err) < 0)
        return -1;
    if (migrate(db, files, err) == 0 &&
        execute(db, am_sql_write_commit, err) == 0)
        return 0;
    sqlite3_exec(db, am_sql_write_rollback, NULL, NULL, NULL);
    return -1;
}

int am_schema_migrate(struct sqlite3 *db, const struct am_sql_file *files,
                      struct am_err *err)
{
    int enforced = 0;

    /* A table that is made anew would take the rows that refer to it along;
     * inside a transaction this cannot be changed. */
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, -1, &enforced);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
    int result = migrate_at_once(db, files, err);
    sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, enforced, NULL);
    return result;
}

int am_schema_check(struct sqlite3 *db, const struct am_sql_file *files,
                    struct am_err *err)
{
    int newest = am_schema_newest(files);
    struct version version;

    if (read_version(db, &version, err) < 0 ||
        refuse_foreign(&version, newest, err) < 0)
        return -1;
    if (version.number == 0)
        return am_fail(err, AM_ENOTFOUND, "the database is empty as yet");
    if (version.number < newest) {
        return am_fail(err, AM_EOLDER,
                       "the database has version %d, this attachmeter needs "
                       "%d: start attachmeterd once, it brings it up to date",
                       version.number, newest);
    }
    return 0;
}
