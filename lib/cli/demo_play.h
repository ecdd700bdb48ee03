/*
 * demo_play - a day of made-up mail through a milter.
 */
#ifndef AM_CLI_DEMO_PLAY_H
#define AM_CLI_DEMO_PLAY_H

#include <stdint.h>

#include "base/err.h"
#include "cli/progress.h"
#include "mta/client.h"
#include "mta/traffic.h"
#include "mta/truth.h"

/* What was sent, and how it was answered. */
struct am_demo_played {
    unsigned messages, recipients; /* named, once or twice */
    unsigned accepted;             /* answered with continue or accept */
    unsigned changes;              /* asked for, of all messages: must be 0 */
    /* the file that went to many and was forwarded */
    struct am_traffic_part story;
    unsigned story_recipients, story_forwards;
    int64_t story_avoidable_bytes;
};

/* Who looks on. */
struct am_demo_watch {
    const volatile int *stop;     /* not 0: end early */
    struct am_progress *progress; /* of the messages */
};

/*
 * Play messages made from seed over the connection, one after the other, and
 * tell truth of each.   Fails with AM_EIO, AM_EBUSY,
 * AM_ENOMEM.
 */
AM_MUST_CHECK int am_demo_play(struct am_demo_played *played,
                               struct am_mta *mta, struct am_truth *truth,
                               const struct am_traffic_options *options,
                               const struct am_demo_watch *watch,
                               struct am_err *err);

#endif
