/* pause - a test that waits a moment. */
#ifndef AM_TESTS_PAUSE_H
#define AM_TESTS_PAUSE_H

#include <time.h>

/* May be shorter: a signal ends it. */
static inline void pause_ms(long ms)
{
    const struct timespec time = {ms / 1000, ms % 1000 * 1000000};

    nanosleep(&time, NULL);
}

#endif
