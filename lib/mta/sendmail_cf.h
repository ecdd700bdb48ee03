/*
 * sendmail_cf - what a milter has to know of a sendmail.cf: whose mail is
 * delivered here, where aliases are, which filters are called.
 *
 * Reads the lines C and F of the classes w and VirtHost, O AliasFile, O
 * InputMailFilters and X; follows no map and no program ("F|").  The format is
 * the one of Sendmail's Installation and Operation Guide, section 5.
 */
#ifndef AM_MTA_SENDMAIL_CF_H
#define AM_MTA_SENDMAIL_CF_H

#include <stdbool.h>

#include "base/err.h"
#include "meter/words.h"

struct am_sendmail_cf {
    struct am_words hosts;      /* names of class w and VirtHost */
    struct am_words unreadable; /* files of these that cannot be read */
    struct am_words aliases;    /* paths of alias files */
    struct am_words filters;    /* names of X lines, in their order */
    struct am_words equates;    /* what stands behind each name, same order */
    char order[512];            /* InputMailFilters, "" if it is not set */
};

/*
 * Read the file at path.  am_sendmail_cf_free() is due in any case.  Fails with
 * AM_ENOTFOUND, AM_EACCESS, AM_EIO, AM_EFULL, AM_ENOMEM.
 */
AM_MUST_CHECK int am_sendmail_cf_read(struct am_sendmail_cf *cf,
                                      const char *path, struct am_err *err);
void am_sendmail_cf_free(struct am_sendmail_cf *cf);

#endif
