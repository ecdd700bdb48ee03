/*
 * pager - a text on standard output, through the user's pager where it is
 * longer than the terminal, as git does.
 *
 * The pager is the shell command ATTACHMETER_PAGER, else PAGER, else less,
 * which gets LESS=FRX if LESS is not set.  "" and "cat" are none.  Whoever sets
 * these variables can run any command, as in any program that honours them;
 * nothing of the text or of an argument comes near the shell.
 */
#ifndef AM_CLI_PAGER_H
#define AM_CLI_PAGER_H

#include <stddef.h>

#include "base/err.h"
#include "cli/terminal.h"

/*
 * Show text.  Without a pager, for a short text, for a terminal that is dumb or
 * none, and where the pager cannot be started, it is written as it is.  How the
 * pager ends, and whether it read all, is no error: the reader had enough.
 * Fails with AM_EIO: standard output cannot be written.
 */
AM_MUST_CHECK int am_pager_show(const char *text, size_t size,
                                const struct am_terminal *terminal,
                                struct am_err *err);

#endif
