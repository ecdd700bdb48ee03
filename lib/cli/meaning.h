/*
 * meaning - do the settings mean something?
 *
 * A value of the right form may still be none that a command can use: a factor
 * that there is not, an address to which no mail goes, a list that cannot be
 * read.  Each command looks at those that it uses; this looks at all of them.
 * Asks nobody on the network, and opens neither key nor password.
 */
#ifndef AM_CLI_MEANING_H
#define AM_CLI_MEANING_H

#include "base/config.h"
#include "base/err.h"
#include "meter/rules.h"

/*
 * On success *rules, the lists that the settings name, is the caller's, to be
 * given to am_rules_destroy().  Fails with AM_EINVAL, and as am_rules_read()
 * and am_factors_load() do.
 */
AM_MUST_CHECK int am_meaning_check(const struct am_settings *settings,
                                   struct am_rules **rules, struct am_err *err);

#endif
