/*
 * setup_apply - a plan for Postfix carried out by postconf(1), and undone.
 *
 * What main.cf was is kept beside it, in the directory attachmeter-undo, until
 * it is undone.  Reloads nothing: the admin says when.
 */
#ifndef AM_CLI_SETUP_APPLY_H
#define AM_CLI_SETUP_APPLY_H

#include "base/err.h"
#include "cli/setup.h"

/*
 * Change main.cf of one instance.  Fails with AM_EACCESS (not root), AM_EINVAL
 * (main.cf is a link: something else manages it), AM_EIO; main.cf is as it was
 * then, or *err says what is left.
 */
AM_MUST_CHECK int am_setup_apply(const struct am_setup_instance *instance,
                                 struct am_err *err);

enum am_setup_undone {
    AM_SETUP_SAME,  /* main.cf is what it was, byte for byte */
    AM_SETUP_MERGED /* it was changed since: only our settings were put back */
};

/*
 * Undo what was done to the Postfix in directory dir.  Fails with AM_ENOTFOUND
 * (nothing to undo), and as above.
 */
AM_MUST_CHECK int am_setup_undo(const char *dir, enum am_setup_undone *how,
                                struct am_err *err);

#endif
