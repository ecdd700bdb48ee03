/*
 * merge - see merge.h.
 *
 * One input after the other is attached and its rows are taken in, those of the
 * detail into temporary tables; they get their numbers when all are there.
 */
#include "store/merge.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/language.h"
#include "meter/policy.h"
#include "sql/embedded.h"
#include "store/contents.h"
#include "store/day_sum.h"
#include "store/epoch.h"
#include "store/schema.h"
#include "store/statement.h"
#include "store/store.h"

#define WAIT_MS 2000

struct am_merge {
    sqlite3 *db;
    int64_t looks;                 /* inputs that were looked at */
    int64_t inputs;                /* that were given to am_merge_add() */
    char key_id[AM_KEY_TEXT_SIZE]; /* of all contents; "": none yet */
};

/* ---- statements ---- */

static void bind_all(struct am_statement *statement, int64_t input)
{
    if (sqlite3_bind_parameter_index(statement->stmt, ":input") > 0)
        am_bind(statement, ":input", input);
    if (sqlite3_bind_parameter_index(statement->stmt, ":inline") > 0) {
        am_bind(statement, ":inline", AM_CLASS_INLINE);
        am_bind(statement, ":logo_bytes", AM_LOGO_BYTES);
        am_bind(statement, ":sis_bytes", AM_SIS_STORED_BYTES);
    }
}

static int run_one(struct am_merge *merge, const char *sql, struct am_err *err)
{
    struct am_statement statement = {sql, NULL};

    if (am_statements_prepare(merge->db, &statement, 1, err) < 0)
        return -1;
    bind_all(&statement, merge->inputs > 0 ? merge->inputs : merge->looks);
    int result = am_statement_run(&statement, err);
    am_statements_finish(&statement, 1);
    return result;
}

/* In one transaction. */
static int run_all(struct am_merge *merge, const char *const *sql, size_t count,
                   struct am_err *err)
{
    int result = run_one(merge, am_sql_write_begin, err);

    for (size_t i = 0; i < count && result == 0; i++)
        result = run_one(merge, sql[i], err);
    if (result == 0)
        result = run_one(merge, am_sql_write_commit, err);
    if (result < 0)
        sqlite3_exec(merge->db, am_sql_write_rollback, NULL, NULL, NULL);
    return result;
}

static int execute(struct am_merge *merge, const char *sql, struct am_err *err)
{
    return sqlite3_exec(merge->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : am_statement_fail(merge->db, "database", err);
}

int am_merge_create(struct am_merge **merge, const char *path,
                    struct am_err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI |
                SQLITE_OPEN_EXRESCODE;
    struct am_merge *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a database");
    int result = sqlite3_open_v2(path, &new->db, flags, NULL) == SQLITE_OK
                     ? 0
                     : am_statement_fail(new->db, path, err);
    sqlite3_busy_timeout(new->db, WAIT_MS);
    if (result < 0 || execute(new, am_sql_merge_connect, err) < 0 ||
        am_schema_migrate(new->db, am_sql_files, err) < 0 ||
        run_one(new, am_sql_merge_forget_epoch, err) < 0 ||
        execute(new, am_sql_merge_stage, err) < 0) {
        am_merge_destroy(&new);
        return -1;
    }
    *merge = new;
    return 0;
}

void am_merge_destroy(struct am_merge **merge)
{
    struct am_merge *old = *merge;

    *merge = NULL;
    if (old == NULL)
        return;
    sqlite3_close(old->db);
    free(old);
}

/* ---- may it come in? ---- */

/* The keys of its contents must be one, and that of those before. */
static int check_keys(struct am_merge *merge, const char *path,
                      struct am_err *err)
{
    struct am_statement find = {am_sql_merge_input_keys, NULL};
    int result = 0;

    if (am_statements_prepare(merge->db, &find, 1, err) < 0)
        return -1;
    while ((result = am_statement_row(&find, err)) == 1) {
        const char *id = am_column_text(&find, 0);
        if (merge->key_id[0] == '\0') {
            snprintf(merge->key_id, sizeof(merge->key_id), "%s", id);
        } else if (strcmp(merge->key_id, id) != 0) {
            result = am_fail(err, AM_EINVAL,
                             "%s has contents under key %s, others are under "
                             "%s: they cannot be matched",
                             path, id, merge->key_id);
            break;
        }
    }
    am_statements_finish(&find, 1);
    return result;
}

/* Fail if sql finds a relay that an input, named by a path or in another way,
 * has in common with another one. */
static int check_relays(struct am_merge *merge, const char *sql,
                        const char *input, struct am_err *err)
{
    struct am_statement find = {sql, NULL};

    if (am_statements_prepare(merge->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1) {
        result = am_fail(err, AM_EINVAL,
                         "%s has rows of relay %.8s, as another one has, and "
                         "neither holds all of the other: name one of them",
                         input, am_column_text(&find, 0));
    }
    am_statements_finish(&find, 1);
    return result;
}

/* ---- come in ---- */

static int attach(struct am_merge *merge, const char *path, struct am_err *err)
{
    struct am_statement attach = {am_sql_merge_attach, NULL};
    char *uri = am_store_uri(path, "?mode=ro");

    if (uri == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a path");
    int result = am_statements_prepare(merge->db, &attach, 1, err);
    if (result == 0) {
        am_bind_text(&attach, ":path", uri);
        result = am_statement_run(&attach, err);
        am_statements_finish(&attach, 1);
    }
    free(uri);
    return result;
}

static int take(struct am_merge *merge, const char *path, struct am_err *err)
{
    const char *const sql[] = {
        am_sql_merge_take_source,       am_sql_merge_take_epochs,
        am_sql_merge_map_epochs,        am_sql_merge_take_domains,
        am_sql_merge_map_domains,       am_sql_merge_map_contents,
        am_sql_merge_take_known,        am_sql_merge_take_contents,
        am_sql_merge_map_contents,      am_sql_merge_take_sis_files,
        am_sql_merge_take_messages,     am_sql_merge_take_sightings,
        am_sql_merge_take_parts,        am_sql_merge_take_day_message,
        am_sql_merge_take_day_sighting, am_sql_merge_take_day_flaw,
        am_sql_merge_take_gaps,         am_sql_merge_take_small_groups,
        am_sql_merge_take_runs,         am_sql_merge_take_settings,
        am_sql_merge_take_meta,
    };

    if (check_keys(merge, path, err) < 0 ||
        check_relays(merge, am_sql_merge_input_shares, path, err) < 0)
        return -1;
    return run_all(merge, sql, sizeof(sql) / sizeof(sql[0]), err);
}

static int look(struct am_merge *merge, const char *path, struct am_err *err)
{
    (void)path;
    if (run_one(merge, am_sql_merge_look_relays, err) < 0 ||
        run_one(merge, am_sql_merge_look_places, err) < 0)
        return -1;
    return run_one(merge, am_sql_merge_look_last, err);
}

typedef int step_fn(struct am_merge *merge, const char *path,
                    struct am_err *err);

static int with_input(struct am_merge *merge, const char *path, step_fn *step,
                      struct am_err *err)
{
    struct am_store *input = NULL;

    /* It says what is wrong with a database better than SQL could. */
    if (am_store_open_readonly(&input, path, err) < 0)
        return -1;
    int result = attach(merge, path, err);
    if (result == 0) {
        result = step(merge, path, err);
        if (run_one(merge, am_sql_merge_detach, result < 0 ? NULL : err) < 0)
            result = -1;
    }
    am_store_close(&input);
    return result;
}

int am_merge_look(struct am_merge *merge, const char *path, struct am_err *err)
{
    merge->looks++;
    return with_input(merge, path, look, err);
}

/* 1: another input holds all of it. */
static int is_held(struct am_merge *merge, struct am_err *err)
{
    struct am_statement find = {am_sql_merge_held_elsewhere, NULL};

    if (am_statements_prepare(merge->db, &find, 1, err) < 0)
        return -1;
    am_bind(&find, ":input", merge->inputs);
    int result = am_statement_row(&find, err);
    if (result == 1)
        result = am_column(&find, 0) != 0;
    am_statements_finish(&find, 1);
    return result;
}

int am_merge_add(struct am_merge *merge, const char *path, struct am_err *err)
{
    merge->inputs++;
    int held = is_held(merge, err);

    return held != 0 ? held : with_input(merge, path, take, err);
}

/* ---- in order ---- */

static int count(struct am_merge *merge, struct am_merge_counts *counts,
                 struct am_err *err)
{
    struct am_statement find = {am_sql_merge_count, NULL};

    if (am_statements_prepare(merge->db, &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1) {
        *counts = (struct am_merge_counts){
            .relays = am_column(&find, 0),
            .messages = am_column(&find, 1),
            .sightings = am_column(&find, 2),
            .contents = am_column(&find, 3),
            .bound_until_day = am_column(&find, 4),
        };
    }
    am_statements_finish(&find, 1);
    return result == 1 ? 0 : -1;
}

int am_merge_finish(struct am_merge *merge, struct am_merge_counts *counts,
                    struct am_err *err)
{
    const char *const sql[] = {
        am_sql_merge_place_messages, am_sql_merge_add_messages,
        am_sql_merge_add_sightings,  am_sql_merge_add_parts,
        am_sql_merge_add_events,     am_sql_merge_drop_known,
    };

    if (check_relays(merge, am_sql_merge_left_out_differs,
                     _("one that is left out"), err) < 0 ||
        run_all(merge, sql, sizeof(sql) / sizeof(sql[0]), err) < 0 ||
        count(merge, counts, err) < 0)
        return -1;
    if (sqlite3_close(merge->db) != SQLITE_OK)
        return am_statement_fail(merge->db, "database", err);
    merge->db = NULL;
    return 0;
}
