/* statement - see statement.h. */
#include "store/statement.h"

#include <errno.h>
#include <string.h>

#include <sqlite3.h>

static enum am_error code_of(sqlite3 *db)
{
    switch (sqlite3_errcode(db) & 0xff) { /* without its extension */
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return AM_EBUSY;
    case SQLITE_FULL:
        return AM_EFULL;
    case SQLITE_IOERR:
        return AM_EIO;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return AM_EACCESS;
    case SQLITE_CANTOPEN:
        return sqlite3_system_errno(db) == ENOENT ? AM_ENOTFOUND : AM_EACCESS;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return AM_ECORRUPT;
    case SQLITE_NOMEM:
        return AM_ENOMEM;
    default:
        return AM_EINVAL;
    }
}

int am_statement_fail(struct sqlite3 *db, const char *what, struct am_err *err)
{
    return am_fail(err, code_of(db), "%s: %s", what, sqlite3_errmsg(db));
}

int am_statements_prepare(struct sqlite3 *db, struct am_statement *statements,
                          size_t count, struct am_err *err)
{
    for (size_t i = 0; i < count; i++) {
        if (sqlite3_prepare_v3(db, statements[i].sql, -1,
                               SQLITE_PREPARE_PERSISTENT, &statements[i].stmt,
                               NULL) != SQLITE_OK) {
            am_statement_fail(db, "database", err);
            am_statements_finish(statements, count);
            return -1;
        }
    }
    return 0;
}

void am_statements_finish(struct am_statement *statements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sqlite3_finalize(statements[i].stmt);
        statements[i].stmt = NULL;
    }
}

/*
 * SQLite looks for a name by comparing it with one after the other, and a
 * statement has up to 44.  Most are bound in the order in which the statement
 * names them, so the one behind the last is looked at first.  A name that is
 * not there is a fault of ours; the NULL that it leaves behind fails the
 * statement's NOT NULL columns.
 */
static int index_of(const struct am_statement *statement, const char *name)
{
    static _Thread_local struct {
        const sqlite3_stmt *stmt;
        int place;
    } last;

    sqlite3_stmt *stmt = statement->stmt;
    int next = last.stmt == stmt ? last.place + 1 : 1;
    const char *there = sqlite3_bind_parameter_name(stmt, next);

    last.stmt = stmt;
    last.place = there != NULL && strcmp(there, name) == 0
                     ? next
                     : sqlite3_bind_parameter_index(stmt, name);
    return last.place;
}

void am_bind(struct am_statement *statement, const char *name, int64_t value)
{
    sqlite3_bind_int64(statement->stmt, index_of(statement, name), value);
}

void am_bind_text(struct am_statement *statement, const char *name,
                  const char *value)
{
    sqlite3_bind_text(statement->stmt, index_of(statement, name), value, -1,
                      SQLITE_STATIC);
}

void am_bind_bytes(struct am_statement *statement, const char *name,
                   const void *data, size_t size)
{
    sqlite3_bind_blob64(statement->stmt, index_of(statement, name), data, size,
                        SQLITE_STATIC);
}

int am_statement_row(struct am_statement *statement, struct am_err *err)
{
    int result = sqlite3_step(statement->stmt);

    if (result == SQLITE_ROW)
        return 1;
    if (result != SQLITE_DONE)
        am_statement_fail(sqlite3_db_handle(statement->stmt), "database", err);
    am_statement_reset(statement);
    return result == SQLITE_DONE ? 0 : -1;
}

int am_statement_run(struct am_statement *statement, struct am_err *err)
{
    int result = am_statement_row(statement, err);

    if (result == 1)
        am_statement_reset(statement);
    return result < 0 ? -1 : 0;
}

void am_statement_reset(struct am_statement *statement)
{
    sqlite3_reset(statement->stmt);
    sqlite3_clear_bindings(statement->stmt);
}

int64_t am_column(const struct am_statement *statement, int column)
{
    return sqlite3_column_int64(statement->stmt, column);
}

const char *am_column_text(const struct am_statement *statement, int column)
{
    const void *text = sqlite3_column_text(statement->stmt, column);

    return text != NULL ? text : "";
}

int am_column_bytes(const struct am_statement *statement, int column,
                    void *bytes, size_t size)
{
    const void *found = sqlite3_column_blob(statement->stmt, column);

    if (found == NULL ||
        sqlite3_column_bytes(statement->stmt, column) != (int)size)
        return -1;
    memcpy(bytes, found, size);
    return 0;
}
