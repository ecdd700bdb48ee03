/*
 * must - the end of a bench that cannot go on.
 */
#ifndef AM_BENCH_MUST_H
#define AM_BENCH_MUST_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

/* End the process, and say so, if this was not done. */
static inline void must(bool done, const char *what)
{
    if (!done) {
        fprintf(stderr, "bench: %s failed\n", what);
        abort();
    }
}

#endif
