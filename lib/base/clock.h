/* clock - the monotonic clock, which no one can set, and that of the day. */
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

/* A moment by both: since 1970, by a clock that may be set, and as
 * am_clock_ms(), which stands still while the host sleeps. */
struct am_clock {
    int64_t now_s;
    int64_t steady_ms;
};

static inline struct am_clock am_clock_read(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_REALTIME, &now);
    return (struct am_clock){(int64_t)now.tv_sec, am_clock_ms()};
}

#endif
