/*
 * statement - prepared statements of sql/, bound by name, and SQLite's errors
 * as ours.  For the modules of this folder, and those of fleet/ that read the
 * relay's rows and keep a file of their own.
 */
#ifndef AM_STORE_STATEMENT_H
#define AM_STORE_STATEMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct sqlite3;
struct sqlite3_stmt;

/* A statement: sql is one of am_sql_*, stmt NULL until it is prepared. */
struct am_statement {
    const char *sql;
    struct sqlite3_stmt *stmt;
};

/*
 * Set *err from the connection's last error after the formatted "what: " and
 * return -1: AM_EBUSY, AM_EFULL, AM_EIO, AM_EACCESS, AM_ECORRUPT, AM_ENOMEM,
 * AM_ENOTFOUND (no such file), else AM_EINVAL.
 */
int am_statement_fail(struct sqlite3 *db, const char *what, struct am_err *err);

/* Prepare count statements; none is left prepared on failure. */
AM_MUST_CHECK int am_statements_prepare(struct sqlite3 *db,
                                        struct am_statement *statements,
                                        size_t count, struct am_err *err);

void am_statements_finish(struct am_statement *statements, size_t count);

/*
 * Bind a value to the parameter called name, ":" included.  Text and bytes must
 * stay until the statement has run.  A parameter not bound is NULL.
 */
void am_bind(struct am_statement *statement, const char *name, int64_t value);
void am_bind_text(struct am_statement *statement, const char *name,
                  const char *value);
void am_bind_bytes(struct am_statement *statement, const char *name,
                   const void *data, size_t size);

/* Run a statement that gives no rows, and make it ready for the next time. */
AM_MUST_CHECK int am_statement_run(struct am_statement *statement,
                                   struct am_err *err);

/*
 * Step to the next row: 1, or 0 if there is none, or -1.  After 1 the columns
 * may be read; am_statement_reset() is due when no more rows are wanted, and
 * has been done after 0 and -1.
 */
AM_MUST_CHECK int am_statement_row(struct am_statement *statement,
                                   struct am_err *err);

void am_statement_reset(struct am_statement *statement);

/* A column of the row: the number, 0 for NULL; the text, "" for NULL. */
int64_t am_column(const struct am_statement *statement, int column);
const char *am_column_text(const struct am_statement *statement, int column);

/* Copy a column of exactly size bytes; -1: it has another size. */
AM_MUST_CHECK int am_column_bytes(const struct am_statement *statement,
                                  int column, void *bytes, size_t size);

#endif
