/*
 * reaching - can another user of this host connect to a Unix socket?
 *
 * Root tries it: a child takes the user's rights, and the chroot, and connects.
 * Anybody else reads the modes on the way and says what they allow; ACLs and
 * security modules are then not seen.
 */
#ifndef AM_CLI_REACHING_H
#define AM_CLI_REACHING_H

#include <stdbool.h>

#include "base/err.h"

struct am_reach {
    const char *user;
    const char *dir; /* where the user's process stands: a relative path counts
                      * from here, and a chroot is this */
    bool in_chroot;
    const char *path; /* as the user's process names the socket */
};

/*
 * 0, or the errno that the user would meet: EACCES, ENOENT, ECONNREFUSED
 * (nobody listens) ...  *tried: it was tried; else found by the modes, which do
 * not tell who listens.  -1 with *err: there is no such user, AM_ENOTFOUND; we
 * may not see the modes, AM_EACCESS; AM_EIO.
 */
AM_MUST_CHECK int am_reaching_try(const struct am_reach *reach, bool *tried,
                                  struct am_err *err);

#endif
