/*
 * outfile - standard output, or a file that appears whole or not at all.  What
 * is there and is no file (a device, a pipe) is written to as it is.
 */
#ifndef AM_CLI_OUTFILE_H
#define AM_CLI_OUTFILE_H

#include <stdio.h>

#include "base/err.h"

#define AM_OUTFILE_PATH_SIZE 4096

struct am_outfile {
    FILE *stream;
    const char *path;                     /* NULL: standard output */
    char temporary[AM_OUTFILE_PATH_SIZE]; /* "": path is no file */
};

/*
 * Open it; path NULL or "-" is standard output.  A file is written beside path
 * and takes its place at am_outfile_close().  path must live as long.  Fails
 * with AM_EACCESS, AM_EIO, AM_EFULL, AM_ENOTFOUND.
 */
AM_MUST_CHECK int am_outfile_open(struct am_outfile *outfile, const char *path,
                                  struct am_err *err);

/* All is written: flush, sync, rename.  Fails as above; nothing is left. */
AM_MUST_CHECK int am_outfile_close(struct am_outfile *outfile,
                                   struct am_err *err);

/* Throw away what was written to a file. */
void am_outfile_drop(struct am_outfile *outfile);

#endif
