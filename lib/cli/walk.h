/*
 * walk - the files below paths, one by one, that may hold mail.
 *
 * A path is one of
 *   "-"              standard input
 *   a file
 *   a Maildir        cur/ and new/ of it and of the Maildirs inside it, named
 *                    ".X" or not
 *   a directory      every file below it; hidden names are passed over
 * Symbolic links are followed for the path itself and for files, never for
 * directories below it, so that no loop is walked.  Opens no file and knows no
 * format but that of a Maildir.  Keeps one open directory a level, at most
 * AM_WALK_DEPTH.
 */
#ifndef AM_CLI_WALK_H
#define AM_CLI_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "base/err.h"

#define AM_WALK_DEPTH 64 /* directories in each other; below: not read */

struct am_walk;

/* A file that was found. */
struct am_found {
    const char *path;   /* the walk's, until its next call */
    struct stat status; /* of what a link leads to; of "-" zero */
    bool is_chosen; /* the path itself, or in a Maildir: mail, whatever it looks
                       like */
    /*
     * Which mailbox it is in, by a number of this walk: with all its folders
     * one is the outermost Maildir, and the directory "mailboxes" above a
     * "dbox-Mails" (Dovecot's sdbox); else the directory of the file.
     * in_user: it is one of the first two.
     */
    uint64_t mailbox;
    bool in_user;
};

/* What was passed over so far: neither file nor directory (sockets, pipes,
 * devices, links that lead to none), and what was gone when looked at. */
struct am_walk_passed {
    uint64_t special, vanished;
};

/* Create it, nowhere yet.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_walk_create(struct am_walk **walk, struct am_err *err);

/* Destroy *walk, which may be NULL, and set it to NULL. */
void am_walk_destroy(struct am_walk **walk);

/*
 * Go to a path; the numbers of mailboxes go on.  Fails with AM_ENOTFOUND,
 * AM_EACCESS, AM_EIO, AM_ENOMEM, AM_EINVAL (too long).
 */
AM_MUST_CHECK int am_walk_to(struct am_walk *walk, const char *path,
                             struct am_err *err);

/*
 * The next file: 1, or 0 after the last.  -1: a directory cannot be read, and
 * the next call goes on behind it; fails as am_walk_to().
 */
AM_MUST_CHECK int am_walk_next(struct am_walk *walk, struct am_found *found,
                               struct am_err *err);

/* What was passed over since am_walk_create(). */
struct am_walk_passed am_walk_passed(const struct am_walk *walk);

#endif
