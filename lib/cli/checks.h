/*
 * checks - what `doctor` found, one line each, and what mends it.
 */
#ifndef AM_CLI_CHECKS_H
#define AM_CLI_CHECKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

enum am_verdict {
    AM_VERDICT_OK,
    AM_VERDICT_NOTE,   /* works, but look at it */
    AM_VERDICT_FAILED, /* mail is not measured, or wrongly, or may wait */
    AM_VERDICT_UNKNOWN /* could not be looked at */
};

/* Of what failed so: where we have no right to look, somebody else may. */
enum am_verdict am_verdict_of(const struct am_err *err);

struct am_check {
    const char *name; /* "socket": the same in every language */
    enum am_verdict verdict;
    char text[768]; /* in the language in use */
    char fix[2048]; /* a command or a sentence; "": none */
};

#define AM_CHECKS_MAX 96

struct am_checks {
    struct am_check items[AM_CHECKS_MAX];
    size_t count; /* what is over the maximum is not kept */
};

/* Add one; returns it, for a fix to be given. */
struct am_check *am_checks_add(struct am_checks *checks, const char *name,
                               enum am_verdict verdict, const char *format, ...)
    AM_PRINTF(4, 5);

void am_check_fix(struct am_check *check, const char *format, ...)
    AM_PRINTF(2, 3);

/* Has any of them failed? */
bool am_checks_failed(const struct am_checks *checks);

/* Print them on standard output. */
void am_checks_print(const struct am_checks *checks);
AM_MUST_CHECK int am_checks_print_json(const struct am_checks *checks,
                                       struct am_err *err);

#endif
