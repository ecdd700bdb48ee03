/*
 * erase - how rows are deleted so that nothing of them is left on disk.
 *
 * SQLite overwrites what it deletes (PRAGMA secure_delete, sql/store/connect);
 * here free pages go back to the file system, and the write-ahead log, which
 * still has the rows, is cut to nothing.  Does not know which rows.
 */
#ifndef AM_STORE_ERASE_H
#define AM_STORE_ERASE_H

#include "base/err.h"
#include "store/statement.h"

struct sqlite3;

enum {
    AM_ERASE_BEGIN,
    AM_ERASE_COMMIT,
    AM_ERASE_ROLLBACK,
    AM_ERASE_PAGES,
    AM_ERASE_FREE,
    AM_ERASE_LOG,
    AM_ERASE_STATEMENTS
};

struct am_erase {
    struct sqlite3 *db;
    struct am_statement statements[AM_ERASE_STATEMENTS];
};

/*
 * Open over db, a writer's connection that nothing else uses: from now on it
 * neither checks references nor waits for others.  am_erase_close() is due if
 * that succeeds.  Fails as am_statement_fail() says, as all of these do.
 */
AM_MUST_CHECK int am_erase_open(struct am_erase *erase, struct sqlite3 *db,
                                struct am_err *err);
void am_erase_close(struct am_erase *erase);

/* A transaction; a failed commit, as any failure after a begin, is rolled
 * back by am_erase_rollback(). */
AM_MUST_CHECK int am_erase_begin(struct am_erase *erase, struct am_err *err);
AM_MUST_CHECK int am_erase_commit(struct am_erase *erase, struct am_err *err);
void am_erase_rollback(struct am_erase *erase);

/* Give back some free pages.  1: there are more; 0: there are none. */
AM_MUST_CHECK int am_erase_pages(struct am_erase *erase, struct am_err *err);

/*
 * Cut the log.  Fails with AM_EBUSY while somebody reads what is in it, or
 * writes.
 */
AM_MUST_CHECK int am_erase_log(struct am_erase *erase, struct am_err *err);

#endif
