/*
 * plan - what made-up messages carry: new files and files sent before, logos,
 * forwards, signatures; and their text.  Does not know who they are for.
 */
#ifndef AM_MTA_PLAN_H
#define AM_MTA_PLAN_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "mta/content.h"
#include "mta/random.h"
#include "mta/traffic.h"

#define AM_PLAN_FILES 200 /* remembered, to be sent again */

struct am_plan {
    struct am_random *random;
    const struct am_traffic_shares *shares;
    uint64_t seed;
    size_t message_bytes; /* of a message, at most */
    size_t median_bytes;  /* of a file */
    struct am_content story;
    unsigned letters; /* written so far, enclosed ones too */
    struct am_content files[AM_PLAN_FILES];
    size_t file_count; /* ever sent */
    char last_id[80];  /* Message-ID */
};

enum am_plan_kind {
    AM_PLAN_LETTER,
    AM_PLAN_REPORT,      /* that something could not be delivered */
    AM_PLAN_STORY,       /* carries the story's file */
    AM_PLAN_STORY_NESTED /* forwards a letter that carries it */
};

/* Bytes of content that fit a message of message_bytes in any encoding. */
size_t am_plan_room(size_t message_bytes);

/*
 * Write the next message: bytes, parts and mergeable of *message, whose number
 * and envelope are set.  Fails with AM_ENOMEM; the message owns what is there.
 */
AM_MUST_CHECK int am_plan_write(struct am_plan *plan, enum am_plan_kind kind,
                                struct am_traffic_message *message,
                                struct am_err *err);

#endif
