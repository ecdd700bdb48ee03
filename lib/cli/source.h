/*
 * source - a file of stored mail, message by message: what `scan` reads.
 *
 * What kind of file it is, mime/mailfile.h tells.  Reads in bounded memory
 * whatever the size of a message, and no further than the file went when it was
 * opened, so that one which grows ends.  In an mbox a message begins at the
 * file's start or at a "From " line with a time and a year behind an empty
 * line; that line and the empty line before the next are no part of a message.
 * ">From " is left as it stands, since not every mbox writes it (mboxo,
 * mboxrd).  One thread at a time.
 */
#ifndef AM_CLI_SOURCE_H
#define AM_CLI_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "mime/mailfile.h"

struct am_source;

/* Create it, with no file open.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_source_create(struct am_source **source,
                                   struct am_err *err);

/* Destroy *source, which may be NULL, and set it to NULL. */
void am_source_destroy(struct am_source **source);

/*
 * Open the file at path, "-" for standard input; the one before is closed.
 * chosen: it is mail whatever it looks like.  path must stay as long.  *kind is
 * what it is; if that is not measured, there is nothing to read.  Fails with
 * AM_ENOTFOUND, AM_EACCESS, AM_EIO.
 */
AM_MUST_CHECK int am_source_open(struct am_source *source, const char *path,
                                 bool chosen, enum am_mailfile *kind,
                                 struct am_err *err);

/*
 * Go to the next message; what is left of the one before is skipped.  Returns
 * 1, or 0 after the last.  -1: the file cannot be read on, and is closed;
 * AM_EIO.
 */
AM_MUST_CHECK int am_source_next(struct am_source *source, struct am_err *err);

/*
 * The next bytes of the message, in *data until the next call.  Returns their
 * number, 0 at its end, or -1: AM_EIO, the message is not whole.
 */
AM_MUST_CHECK long am_source_read(struct am_source *source, const void **data,
                                  struct am_err *err);

/* Close the file, if one is open. */
void am_source_close(struct am_source *source);

/* Bytes read from the file so far. */
uint64_t am_source_bytes(const struct am_source *source);

/* The path given. */
const char *am_source_name(const struct am_source *source);

/* Has the open file another size or time than when it was opened? */
bool am_source_has_changed(const struct am_source *source);

#endif
