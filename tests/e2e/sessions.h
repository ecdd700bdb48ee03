/*
 * sessions - made-up mail played over SMTP, in several sessions at once, with
 * the things that clients do beside sending: resets, drops, refused recipients.
 */
#ifndef AM_TESTS_E2E_SESSIONS_H
#define AM_TESTS_E2E_SESSIONS_H

#include <stddef.h>

#include "mta/traffic.h"

struct sessions_count {
    unsigned accepted, connections, refused, resets, drops, nested;
};

/*
 * Play the messages to port in so many sessions; those of one identity stay in
 * one session, in order.  Returns 0 if every message was accepted, each
 * recipient answered as it should be; else prints why to stderr.
 */
int sessions_play(unsigned port, unsigned sessions,
                  struct am_traffic_message *const *messages, size_t count,
                  struct sessions_count *counted);

#endif
