/*
 * choice - the words that an option takes: one of them, or a list.
 *
 * Who wrote something else is told all of them.
 */
#ifndef AM_CLI_CHOICE_H
#define AM_CLI_CHOICE_H

#include "base/err.h"

#define AM_CHOICE_MAX 16 /* words the largest one may have */

struct am_choice {
    const char *words[AM_CHOICE_MAX]; /* by their number; NULL: not here */
    unsigned count;
};

/* The count names of an enum. */
struct am_choice am_choice_of(const char *(*name)(unsigned), unsigned count);

/* Those of a list that ends in NULL. */
struct am_choice am_choice_among(const char *const *words);

/* The number of word; -1 with AM_EINVAL: "write one of A, B". */
AM_MUST_CHECK int am_choice_number(const struct am_choice *choice,
                                   const char *word, struct am_err *err);

/*
 * Read "all", or words with commas between, as a set of 1 << number; 0: all.
 * Fails with AM_EINVAL: "write all, or some of A, B".
 */
AM_MUST_CHECK int am_choice_set(const struct am_choice *choice,
                                const char *list, unsigned *set,
                                struct am_err *err);

#endif
