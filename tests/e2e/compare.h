/*
 * compare - a database against the truth, figure by figure.
 */
#ifndef AM_TESTS_E2E_COMPARE_H
#define AM_TESTS_E2E_COMPARE_H

#include <stdbool.h>

#include "mta/truth.h"

struct compared {
    unsigned figures; /* compared */
    unsigned wrong;   /* told of on stderr */
};

/*
 * Compare all sums of the database at path with the truth: in total, by
 * direction, class, family and domain.  in_order: messages came one by one, so
 * that what is new can be compared by group too.  gaps is the number that must
 * be there.  -1 if the database cannot be read.
 */
int compare_database(const char *path, const struct am_truth *truth,
                     bool in_order, int64_t gaps, struct compared *compared);

/* Wait until the database has as many messages as the truth, at most so long.
 * Returns 0, or -1 if it has not. */
int compare_wait(const char *path, const struct am_truth *truth,
                 unsigned seconds);

/* Compare `attachmeter report --format json`, a file, with the truth. */
int compare_report(const char *path, const struct am_truth *truth,
                   struct compared *compared);

#endif
