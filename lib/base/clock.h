/* clock - the monotonic clock, which no one can set. */
#ifndef AM_BASE_CLOCK_H
#define AM_BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline int64_t am_clock_ns(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static inline int64_t am_clock_us(void)
{
    return am_clock_ns() / 1000;
}

static inline int64_t am_clock_ms(void)
{
    return am_clock_ns() / 1000000;
}

#endif
