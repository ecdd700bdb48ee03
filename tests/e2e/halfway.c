/*
 * halfway - see halfway.h.
 */
#include "e2e/halfway.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define WAIT_MS 60000

static int tell(const char *why)
{
    fprintf(stderr, "half a message: %s\n", why);
    return -1;
}

int halfway_begin(struct am_mta *mta, const struct am_mta_envelope *envelope,
                  unsigned steps)
{
    static const char field[] = "Subject: half\r\n";
    struct am_err err;

    if ((steps > 0 && am_mta_mail(mta, envelope, &err) < 0) ||
        (steps > 1 && am_mta_rcpt(mta, envelope, 0, &err) < 0) ||
        (steps > 2 && am_mta_header(mta, field, strlen(field), &err) < 0) ||
        (steps > 3 && am_mta_body(mta, "a", 1, &err) < 0) ||
        (steps > 4 && am_mta_body(mta, field, strlen(field), &err) < 0) ||
        (steps > 5 && am_mta_raw(mta, "\0\0\1\0B", 5, &err) < 0))
        return tell(err.text);
    return 0;
}

int halfway_wait(const struct am_mta *mta)
{
    static const struct timespec pause = {0, 1000000};

    for (int ms = 0; ms < WAIT_MS; ms++) {
        if (am_mta_is_read(mta))
            return 0;
        nanosleep(&pause, NULL);
    }
    return tell("nobody reads it");
}

int halfway_leave(struct am_mta **mta)
{
    int status = halfway_wait(*mta);

    am_mta_drop(mta);
    return status;
}

int halfway_leave_stopped(struct am_mta **mta, pid_t daemon, const void *data,
                          size_t size)
{
    struct am_err err;

    if (halfway_wait(*mta) < 0)
        return -1;
    kill(daemon, SIGSTOP);
    int status = am_mta_raw(*mta, data, size, &err);
    am_mta_drop(mta);
    kill(daemon, SIGCONT);
    return status < 0 ? tell(err.text) : 0;
}
