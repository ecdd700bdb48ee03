/* health - see health.h. */
#include "store/health.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#include "base/clock.h"
#include "sql/embedded.h"
#include "store/statement.h"

#define PATH_SIZE 4096
#define STEPS     10000 /* of SQLite's machine between two looks at the clock */

/* Not 0: stop. */
static int is_late(void *context)
{
    const int64_t *until_ms = context;

    return am_clock_ms() > *until_ms;
}

int am_health_check(struct am_store *store, int64_t limit_ms,
                    struct am_soundness *soundness, struct am_err *err)
{
    struct am_statement check = {am_sql_store_quick_check, NULL};
    struct sqlite3 *db = am_store_handle(store);
    int64_t until_ms = am_clock_ms() + limit_ms;

    *soundness = (struct am_soundness){.is_whole = true};
    if (am_statements_prepare(db, &check, 1, err) < 0)
        return -1;
    sqlite3_progress_handler(db, STEPS, is_late, &until_ms);
    int result = am_statement_row(&check, err);
    sqlite3_progress_handler(db, 0, NULL, NULL);
    if (result == 1 && strcmp(am_column_text(&check, 0), "ok") != 0) {
        snprintf(soundness->problem, sizeof(soundness->problem), "%s",
                 am_column_text(&check, 0));
    }
    if (result < 0 && sqlite3_errcode(db) == SQLITE_INTERRUPT) {
        soundness->is_whole = false;
        result = 0;
    } else if (result < 0 && err != NULL && err->code == AM_ECORRUPT) {
        snprintf(soundness->problem, sizeof(soundness->problem), "%.250s",
                 err->text);
        result = 0;
    }
    am_statements_finish(&check, 1);
    return result < 0 ? -1 : 0;
}

int am_health_last_run(struct am_store *store, struct am_last_run *run,
                       struct am_err *err)
{
    struct am_statement find = {am_sql_report_last_run, NULL};

    *run = (struct am_last_run){0};
    if (am_statements_prepare(am_store_handle(store), &find, 1, err) < 0)
        return -1;
    int result = am_statement_row(&find, err);
    if (result == 1) {
        run->started_s = am_column(&find, 0);
        run->heartbeat_s = am_column(&find, 1);
        run->was_stopped = am_column(&find, 2) != 0;
    }
    am_statements_finish(&find, 1);
    return result < 0 ? -1 : 0;
}

static uint64_t file_bytes(const char *path, const char *suffix)
{
    char name[PATH_SIZE];
    struct stat about;

    snprintf(name, sizeof(name), "%s%s", path, suffix);
    return stat(name, &about) == 0 ? (uint64_t)about.st_size : 0;
}

uint64_t am_health_bytes(const char *path)
{
    return file_bytes(path, "") + file_bytes(path, "-wal");
}
