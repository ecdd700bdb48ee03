/* notify - see notify.h. */
#include "notify.h"

#ifdef AM_SYSTEMD

# include <inttypes.h>
# include <stdint.h>
# include <systemd/sd-daemon.h>

# include "base/clock.h"

/* The last part of such work calls nobody. */
# define PATIENCE_S 600U

void am_notify_starting(const char *status)
{
    sd_notifyf(0, "EXTEND_TIMEOUT_USEC=%u\nSTATUS=%s", PATIENCE_S * 1000000U,
               status);
}

void am_notify_ready(const char *status)
{
    sd_notifyf(0, "READY=1\nSTATUS=%s", status);
}

/* The time is for Type=notify-reload. */
void am_notify_reloading(void)
{
    sd_notifyf(0, "RELOADING=1\nMONOTONIC_USEC=%" PRId64, am_clock_us());
}

void am_notify_stopping(void)
{
    sd_notify(0, "STOPPING=1");
}

void am_notify_alive(void)
{
    static int64_t told_us; /* the recorder's thread alone */
    int64_t now_us = am_clock_us();
    uint64_t limit_us = 0;

    /* A quarter of the limit, so that one late round does no harm. */
    if (sd_watchdog_enabled(0, &limit_us) <= 0 ||
        (uint64_t)(now_us - told_us) < limit_us / 4)
        return;
    told_us = now_us;
    sd_notify(0, "WATCHDOG=1");
}

#else

void am_notify_starting(const char *status)
{
    (void)status;
}

void am_notify_ready(const char *status)
{
    (void)status;
}

void am_notify_reloading(void)
{
}

void am_notify_stopping(void)
{
}

void am_notify_alive(void)
{
}

#endif
