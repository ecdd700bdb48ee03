/*
 * outcome - what must be in the database after messages of unique.h were
 * answered: each to two local recipients and one outside.
 */
#ifndef AM_TESTS_E2E_OUTCOME_H
#define AM_TESTS_E2E_OUTCOME_H

#include "base/err.h"
#include "e2e/daemon.h"
#include "meter/digest.h"

#define OUTCOME_MOST 400 /* messages with a file */

struct outcome {
    unsigned files;   /* messages with a file each */
    unsigned plain;   /* messages without */
    unsigned open;    /* open at the stop: a gap each */
    unsigned hung_up; /* left in the middle: a gap each, and no others */
    const unsigned char (*digests)[AM_DIGEST_SIZE]; /* of the files */
};

/* 0 if all is there, once; -1 with a line on stderr for what is not. */
AM_MUST_CHECK int outcome_check(const struct daemon *daemon,
                                const struct outcome *want);

#endif
