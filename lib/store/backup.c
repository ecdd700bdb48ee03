/*
 * backup - see backup.h.
 *
 * The source is held: SQLite would begin its copy anew whenever another process
 * had written, and a busy relay's would never be done.
 */
#include "store/backup.h"

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "sql/embedded.h"
#include "store/statement.h"

#define STEP_PAGES 256

struct am_backup {
    struct am_store *store;
    sqlite3 *copy;
    sqlite3_backup *copying;
    int64_t done, total;
};

/* A transaction sees what was there when it first read. */
static int hold(struct am_store *store, struct am_err *err)
{
    struct am_statement look = {am_sql_store_is_empty, NULL};

    if (am_store_hold(store, err) < 0)
        return -1;
    int result =
        am_statements_prepare(am_store_handle(store), &look, 1, err) < 0
            ? -1
            : am_statement_row(&look, err);
    am_statements_finish(&look, 1);
    if (result < 0)
        am_store_release(store);
    return result < 0 ? -1 : 0;
}

int am_backup_create(struct am_backup **backup, struct am_store *store,
                     const char *path, struct am_err *err)
{
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    struct am_backup *new = calloc(1, sizeof(*new));

    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a backup");
    if (hold(store, err) < 0) {
        free(new);
        return -1;
    }
    new->store = store;
    if (sqlite3_open_v2(path, &new->copy, flags, NULL) == SQLITE_OK) {
        new->copying = sqlite3_backup_init(new->copy, "main",
                                           am_store_handle(store), "main");
    }
    if (new->copying == NULL) {
        am_statement_fail(new->copy, path, err);
        am_backup_destroy(&new);
        return -1;
    }
    *backup = new;
    return 0;
}

void am_backup_destroy(struct am_backup **backup)
{
    struct am_backup *old = *backup;

    *backup = NULL;
    if (old == NULL)
        return;
    sqlite3_backup_finish(old->copying);
    sqlite3_close(old->copy);
    am_store_release(old->store);
    free(old);
}

int am_backup_step(struct am_backup *backup, struct am_err *err)
{
    int result = sqlite3_backup_step(backup->copying, STEP_PAGES);

    backup->total = sqlite3_backup_pagecount(backup->copying);
    backup->done = backup->total - sqlite3_backup_remaining(backup->copying);
    if (result == SQLITE_OK || result == SQLITE_DONE)
        return result == SQLITE_OK;
    /* Only its end leaves the error with the connection. */
    sqlite3_backup_finish(backup->copying);
    backup->copying = NULL;
    return am_statement_fail(backup->copy, "copy", err);
}

void am_backup_count(const struct am_backup *backup, int64_t *done,
                     int64_t *total)
{
    *done = backup->done;
    *total = backup->total;
}

static int look(struct am_backup *backup, struct am_backup_extent *extent,
                struct am_err *err)
{
    struct am_statement find[] = {
        {am_sql_store_quick_check, NULL},
        {am_sql_report_sequences, NULL},
    };

    if (am_statements_prepare(backup->copy, find, 2, err) < 0)
        return -1;
    int result = am_statement_row(&find[0], err);
    if (result == 1 && strcmp(am_column_text(&find[0], 0), "ok") != 0) {
        result = am_fail(err, AM_ECORRUPT, "the copy is damaged: %.200s",
                         am_column_text(&find[0], 0));
    }
    if (result == 1)
        result = am_statement_row(&find[1], err);
    if (result == 1) {
        *extent = (struct am_backup_extent){am_column(&find[1], 0),
                                            am_column(&find[1], 1)};
    }
    am_statements_finish(find, 2);
    return result < 0 ? -1 : 0;
}

int am_backup_finish(struct am_backup *backup, struct am_backup_extent *extent,
                     struct am_err *err)
{
    sqlite3_backup_finish(backup->copying);
    backup->copying = NULL;
    if (sqlite3_exec(backup->copy, am_sql_store_copy_mark, NULL, NULL, NULL) !=
        SQLITE_OK)
        return am_statement_fail(backup->copy, "copy", err);
    if (look(backup, extent, err) < 0)
        return -1;
    if (sqlite3_close(backup->copy) != SQLITE_OK)
        return am_statement_fail(backup->copy, "copy", err);
    backup->copy = NULL;
    return 0;
}
