/*
 * source - stored mail, message by message: what `scan` reads.
 *
 * A path is one of
 *   "-"              standard input, one message or an mbox
 *   a file           one message, or an mbox if it begins with "From "
 *   a Maildir        cur/ and new/ of it and of its subfolders ".X"
 *   a directory      every file below it that begins like a message (a header
 *                    field or "From "); hidden names are passed over
 * Symbolic links are followed for the path itself and for files, never for
 * directories below it, so that no loop is walked.  Reads in bounded memory
 * whatever the size of a message.  In an mbox a message begins at the file's
 * start or at a "From " line with a time and a year behind an empty line; that
 * line and the empty line before the next are no part of a message.  ">From "
 * is left as it stands, since not every mbox writes it (mboxo, mboxrd).
 */
#ifndef AM_CLI_SOURCE_H
#define AM_CLI_SOURCE_H

#include <stddef.h>

#include "base/err.h"

struct am_source;

/* Open a path.  Fails with AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_ENOMEM. */
AM_MUST_CHECK int am_source_open(struct am_source **source, const char *path,
                                 struct am_err *err);

/* Close *source, which may be NULL, and set it to NULL. */
void am_source_close(struct am_source **source);

/*
 * Go to the next message; what is left of the one before is skipped.  Returns
 * 1, or 0 after the last.  -1: a file or directory cannot be read, and the next
 * call goes on behind it; AM_EACCESS, AM_ENOTFOUND, AM_EIO, AM_ENOMEM.
 */
AM_MUST_CHECK int am_source_next(struct am_source *source, struct am_err *err);

/* The file of the message: the path as given, with what was found below it. */
const char *am_source_name(const struct am_source *source);

/*
 * The next bytes of the message, in *data until the next call.  Returns their
 * number, 0 at its end, or -1: AM_EIO, the message is not whole.
 */
AM_MUST_CHECK long am_source_read(struct am_source *source, const void **data,
                                  struct am_err *err);

#endif
