/*
 * newfile - a database that other code writes by its path, which appears whole
 * or not at all, and takes no other file's place unless that is wished; never
 * that of a database with a log of its own.
 */
#ifndef AM_CLI_NEWFILE_H
#define AM_CLI_NEWFILE_H

#include <stdbool.h>

#include "base/err.h"

#define AM_NEWFILE_PATH_SIZE 4096

struct am_newfile {
    const char *path;
    bool may_replace;
    char temporary[AM_NEWFILE_PATH_SIZE]; /* to be written to */
};

/*
 * Make an empty file beside path, mode 0640 less the umask.  path must live as
 * long.  Fails with AM_EINVAL if there is a file at path that may not be
 * replaced, or SQLite's log of one, AM_EACCESS, AM_ENOTFOUND, AM_EIO, AM_EFULL.
 */
AM_MUST_CHECK int am_newfile_begin(struct am_newfile *file, const char *path,
                                   bool may_replace, struct am_err *err);

/* All is written: bring it to the disk and to its place.  Fails as above;
 * nothing is left then. */
AM_MUST_CHECK int am_newfile_keep(struct am_newfile *file, struct am_err *err);

/* Throw it away. */
void am_newfile_drop(struct am_newfile *file);

#endif
