/*
 * files - the few things done with whole files.  Streams, the spool and the
 * database have modules of their own.
 */
#ifndef AM_BASE_FILES_H
#define AM_BASE_FILES_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Read the whole file into buf, which was given its limit by am_buf_init(),
 * after what it holds.  Fails with AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_ENOMEM,
 * or AM_EFULL for a file over the limit; the text names the path.
 */
AM_MUST_CHECK int am_file_read(const char *path, struct am_buf *buf,
                               struct am_err *err);

/* Write all size bytes to fd, going on after short writes and signals.
 * Returns 0, or -1 with errno set. */
AM_MUST_CHECK int am_write_all(int fd, const void *data, size_t size);

/*
 * Read from fd until size bytes are there or the file ends.  Returns the bytes
 * read, or -1 with errno set.
 */
AM_MUST_CHECK long am_read_full(int fd, void *data, size_t size);

/* The directory that holds path, "." for a bare name, in dir of size bytes;
 * returns dir. */
const char *am_file_directory(const char *path, char *dir, size_t size);

/* Bring the directory that holds path to the disk: the name of a new file is
 * there only then.  Returns 0, or -1 with errno set. */
AM_MUST_CHECK int am_file_sync_directory(const char *path);

#endif
