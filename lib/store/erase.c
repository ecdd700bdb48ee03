/* erase - see erase.h. */
#include "store/erase.h"

#include <sqlite3.h>

#include "sql/embedded.h"

int am_erase_open(struct am_erase *erase, struct sqlite3 *db,
                  struct am_err *err)
{
    *erase = (struct am_erase){
        .db = db,
        .statements =
            {
                [AM_ERASE_BEGIN] = {am_sql_write_begin, NULL},
                [AM_ERASE_COMMIT] = {am_sql_write_commit, NULL},
                [AM_ERASE_ROLLBACK] = {am_sql_write_rollback, NULL},
                [AM_ERASE_PAGES] = {am_sql_store_erase_pages, NULL},
                [AM_ERASE_FREE] = {am_sql_store_erase_free, NULL},
                [AM_ERASE_LOG] = {am_sql_store_erase_log, NULL},
            },
    };
    sqlite3_busy_timeout(db, 0);
    if (sqlite3_exec(db, am_sql_store_erase_begin, NULL, NULL, NULL) !=
        SQLITE_OK)
        return am_statement_fail(db, "database", err);
    return am_statements_prepare(db, erase->statements, AM_ERASE_STATEMENTS,
                                 err);
}

void am_erase_close(struct am_erase *erase)
{
    am_statements_finish(erase->statements, AM_ERASE_STATEMENTS);
}

int am_erase_begin(struct am_erase *erase, struct am_err *err)
{
    return am_statement_run(&erase->statements[AM_ERASE_BEGIN], err);
}

int am_erase_commit(struct am_erase *erase, struct am_err *err)
{
    return am_statement_run(&erase->statements[AM_ERASE_COMMIT], err);
}

void am_erase_rollback(struct am_erase *erase)
{
    struct am_err ignored;

    /* After some errors SQLite has rolled back by itself. */
    if (!sqlite3_get_autocommit(erase->db) &&
        am_statement_run(&erase->statements[AM_ERASE_ROLLBACK], &ignored) < 0)
        sqlite3_interrupt(erase->db); /* ends whatever still runs */
}

int am_erase_pages(struct am_erase *erase, struct am_err *err)
{
    struct am_statement *find = &erase->statements[AM_ERASE_FREE];
    struct am_statement *give = &erase->statements[AM_ERASE_PAGES];
    int result = am_statement_row(find, err);

    if (result < 0)
        return -1;
    int64_t pages = am_column(find, 0);
    am_statement_reset(find);
    if (pages == 0)
        return 0;
    while ((result = am_statement_row(give, err)) == 1)
        continue;
    return result < 0 ? -1 : 1;
}

int am_erase_log(struct am_erase *erase, struct am_err *err)
{
    struct am_statement *cut = &erase->statements[AM_ERASE_LOG];
    int result = am_statement_row(cut, err);

    if (result < 0)
        return -1;
    int64_t is_busy = am_column(cut, 0);
    am_statement_reset(cut);
    if (is_busy != 0)
        return am_fail(err, AM_EBUSY, "database: the log is in use");
    return 0;
}
