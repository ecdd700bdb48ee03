/*
 * running - another program, run to its end: what it wrote, and how it ended.
 *
 * No shell: the words go to the program as they are.  Looks in PATH, then where
 * system programs are, as an admin's PATH may lack these.
 */
#ifndef AM_CLI_RUNNING_H
#define AM_CLI_RUNNING_H

#include "base/buf.h"
#include "base/err.h"

/*
 * Run words[0] with the words, which end in NULL, and without standard input.
 * Its standard output is added to out, with a NUL behind it that is not counted
 * in out->size; its standard error goes nowhere.  *status is its exit status,
 * 127 where there is no such program, 128 where it was killed.  Fails with
 * AM_EIO, AM_ENOMEM, AM_EFULL (it wrote more than out may hold).
 */
AM_MUST_CHECK int am_running_read(const char *const *words, struct am_buf *out,
                                  int *status, struct am_err *err);

#endif
