/*
 * aged - old messages, sightings and contents go, a window at a time.
 *
 * A message goes with its sightings and what is inside them, a content with
 * its files, each in one transaction; a window without an old row costs none.
 * Which day is old, and when, is store/retention's.
 */
#ifndef AM_STORE_AGED_H
#define AM_STORE_AGED_H

#include <stdint.h>

#include "base/err.h"
#include "store/erase.h"
#include "store/statement.h"

enum {
    AM_AGED_LOOK,
    AM_AGED_PARTS,
    AM_AGED_SIGHTINGS,
    AM_AGED_MESSAGES,
    AM_AGED_CONTENT_LOOK,
    AM_AGED_SIS_FILES,
    AM_AGED_CONTENTS,
    AM_AGED_STATEMENTS
};

struct am_aged {
    struct am_erase *erase;
    struct am_statement statements[AM_AGED_STATEMENTS];
    int64_t message_day, content_day;      /* the first ones that stay */
    int64_t sequence, message, content;    /* walked up to here */
    int64_t messages, sightings, contents; /* deleted */
};

/*
 * Open over erase, which must outlive it; content_day must not be after
 * message_day.  am_aged_close() is due if that succeeds.  Fails as
 * am_statement_fail() says, as all of these do.
 */
AM_MUST_CHECK int am_aged_open(struct am_aged *aged, struct am_erase *erase,
                               int64_t message_day, int64_t content_day,
                               struct am_err *err);
void am_aged_close(struct am_aged *aged);

/*
 * Delete the old ones among the next `most` sightings, and their messages; or
 * look through some windows without any.  1: walked on; 0: there are no more.
 * After a failure am_erase_rollback() is due, and the step can be done again.
 */
AM_MUST_CHECK int am_aged_step(struct am_aged *aged, unsigned most,
                               struct am_err *err);

/* The same for contents, once the sightings are walked. */
AM_MUST_CHECK int am_aged_step_contents(struct am_aged *aged, unsigned most,
                                        struct am_err *err);

#endif
