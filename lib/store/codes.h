/*
 * codes - the words of all stored numbers, as rows for plain SQL.
 */
#ifndef AM_STORE_CODES_H
#define AM_STORE_CODES_H

#include "base/err.h"

struct sqlite3;

/* The name of number in kind i; NULL beyond the last number. */
typedef const char *am_code_name_fn(unsigned number);

struct am_code_kind {
    const char *kind;
    am_code_name_fn *name;
};

/* All kinds, ended by {NULL, NULL}. */
extern const struct am_code_kind am_code_kinds[];

/* Write the words down where they are not all there; in a transaction. */
AM_MUST_CHECK int am_codes_write(struct sqlite3 *db, struct am_err *err);

#endif
