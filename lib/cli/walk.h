/*
 * walk - the files below a path, one by one, that may hold mail.
 *
 * See cli/source.h for what is walked and what is passed over.  Keeps one open
 * directory a level, at most AM_WALK_DEPTH.
 */
#ifndef AM_CLI_WALK_H
#define AM_CLI_WALK_H

#include <stdbool.h>

#include "base/err.h"

#define AM_WALK_DEPTH 64 /* directories in each other; below: not read */

struct am_walk;

/* Open a path.  Fails with AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_ENOMEM. */
AM_MUST_CHECK int am_walk_open(struct am_walk **walk, const char *path,
                               struct am_err *err);

/* Close *walk, which may be NULL, and set it to NULL. */
void am_walk_close(struct am_walk **walk);

/*
 * The next file, opened for reading: its descriptor, the caller's to close.
 * *is_chosen: it was named itself, or lies in a Maildir, so it is mail whatever
 * it looks like.  -1 and AM_OK in err->code: no more; else as am_source_next().
 */
AM_MUST_CHECK int am_walk_next(struct am_walk *walk, bool *is_chosen,
                               struct am_err *err);

/* The path of that file. */
const char *am_walk_name(const struct am_walk *walk);

#endif
