/*
 * mutate - damaged mail, repeatably: message number `index` of a seed is always
 * the same, made of one message or two of a set by one to four changes of the
 * kinds that wire, software and malice make.
 */
#ifndef AM_TESTS_E2E_MUTATE_H
#define AM_TESTS_E2E_MUTATE_H

#include <stddef.h>
#include <stdint.h>

#include "e2e/mailset.h"

#define MUTATE_MAX ((size_t)1 << 18) /* bytes of a mutation */

/* A message that is being changed, and what was done to it, for the eye. */
struct mutation {
    unsigned char data[MUTATE_MAX];
    size_t size;
    char story[256];
};

/* Make mutation number index of the set, which is not empty. */
void mutate(struct mutation *mutation, const struct mailset *set, uint64_t seed,
            uint64_t index);

#endif
