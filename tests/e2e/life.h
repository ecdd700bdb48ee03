/*
 * life - one life of a daemon in which something fails: it starts in an empty
 * directory, or does not; takes mail; stops; and a daemon with which nothing is
 * wrong goes on from what is left.
 *
 * What must hold: it never crashes nor hangs; but libconfuse, and OpenSSL when
 * it is first used, do not bear every want of memory, which then ends a start.
 * A start that fails says so in one line and ends with a status of sysexits.h.
 * Every message is answered with "continue", but for those of a connection that
 * libmilter or the C library gave up (such mail passes by the MTA's default
 * action).  At the end
 *
 *     answered <= rows + gaps <= answered + given up
 *
 * and the next daemon takes mail.
 */
#ifndef AM_TESTS_E2E_LIFE_H
#define AM_TESTS_E2E_LIFE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "e2e/inject.h"
#include "e2e/mailset.h"

/* What fails. */
struct life_fault {
    const char *name;
    unsigned kinds;       /* bits of enum inject_kind */
    int error_number;     /* 0: a write does half of its work */
    uint64_t times;       /* so many calls in a row */
    bool until_mail_over; /* no more of it when the daemon is to stop */
};

struct life_setup {
    const char *program, *preload; /* attachmeterd, and inject.c built */
    const char *dir;               /* where to make one, and to remove it */
    const struct mailset *mails;
};

struct life_result {
    bool reached;                 /* the call was made, and failed */
    bool started;                 /* the daemon took connections */
    bool library_crashed;         /* which ended the start */
    unsigned answered, given_up;  /* messages */
    int64_t rows, gaps;           /* at the end */
    uint64_t hits;                /* calls of the kinds that may fail */
    uint64_t calls[INJECT_KINDS]; /* of each kind */
    char who[96];                 /* who called what failed first */
};

/*
 * Live one life in which call number `first` fails; 0: none does.  0 if all
 * holds; -1 with a line on stderr, and the directory left to be looked at.
 */
AM_MUST_CHECK int life_run(const struct life_setup *setup,
                           const struct life_fault *fault, uint64_t first,
                           struct life_result *result);

#endif
