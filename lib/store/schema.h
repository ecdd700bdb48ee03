/*
 * schema - the database's tables: made, migrated, checked.
 *
 * PRAGMA user_version is the number of the schema.  sql/schema.sql makes
 * version 1; sql/migrate/NNNN_what.sql makes version NNNN of the one before.
 * All steps that are due are one transaction.
 */
#ifndef AM_STORE_SCHEMA_H
#define AM_STORE_SCHEMA_H

#include "base/err.h"
#include "sql/embedded.h"

struct sqlite3;

/* The newest version among the files (am_sql_files, or a test's own). */
int am_schema_newest(const struct am_sql_file *files);

/*
 * Bring the database to the newest version and write down the words of all
 * numbers.  Fails with AM_ENEWER, AM_ECORRUPT (not a database of ours),
 * AM_EBUSY and as am_statement_fail() says; the database is as before then.
 */
AM_MUST_CHECK int am_schema_migrate(struct sqlite3 *db,
                                    const struct am_sql_file *files,
                                    struct am_err *err);

/*
 * Is it the newest version?  Fails with AM_ENEWER, AM_EOLDER (a writer
 * has to open it first), AM_ECORRUPT, AM_ENOTFOUND (an empty file).
 */
AM_MUST_CHECK int am_schema_check(struct sqlite3 *db,
                                  const struct am_sql_file *files,
                                  struct am_err *err);

#endif
