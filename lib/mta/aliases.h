/*
 * aliases - how many mailboxes are behind the names of an alias file.
 *
 * Reads the texts that MTAs expand recipients with: aliases(5) ("name: a, b")
 * and Postfix's virtual(5) ("list@example.org a, b").  Names that lead to other
 * names of the same file are followed, a circle a bounded number of times.
 * Looks nothing up in compiled tables, LDAP or SQL, and knows of no .forward.
 */
#ifndef AM_MTA_ALIASES_H
#define AM_MTA_ALIASES_H

#include "base/err.h"
#include "meter/words.h"

enum am_aliases_form {
    AM_ALIASES_LOCAL,  /* name: values, separated by commas */
    AM_ALIASES_VIRTUAL /* name values, separated by commas or blanks */
};

/*
 * Add each name of the file at path that leads to two mailboxes or more to
 * lists, with their number, in lower case.  A program counts as no mailbox, a
 * file as one, an :include: file that cannot be read as none.  lists is not
 * sorted by this.  Fails with AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_EFULL (over
 * 64 MiB), AM_ENOMEM.
 */
AM_MUST_CHECK int am_aliases_read(struct am_words *lists, const char *path,
                                  enum am_aliases_form form,
                                  struct am_err *err);

#endif
