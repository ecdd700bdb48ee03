/* clock - the monotonic clock, which no one can set. */
#ifndef AM_CLI_CLOCK_H
#define AM_CLI_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t am_clock_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

#endif
