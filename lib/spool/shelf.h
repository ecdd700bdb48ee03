/*
 * shelf - the segments that are there, oldest first, and how long each is.
 *
 * A list kept beside the directory, so that neither an append nor a read has to
 * look there.  Keeps no lock: the spool calls it under its own.
 */
#ifndef AM_SPOOL_SHELF_H
#define AM_SPOOL_SHELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "spool/spool.h"

struct am_shelf_segment {
    uint64_t number;
    uint64_t first; /* records of the spool before this segment */
    uint64_t end;   /* bytes that hold the header and whole records */
};

struct am_shelf {
    struct am_shelf_segment *segments;
    size_t count, room;
    uint64_t bytes; /* all of them together */
};

/*
 * List the segments in the directory dir_fd.  Files without a good header
 * are removed if they hold nothing more, else renamed to NAME.bad.  Fails with
 * AM_ENEWER, AM_EIO, AM_ENOMEM.
 */
AM_MUST_CHECK int am_shelf_load(struct am_shelf *shelf, int dir_fd,
                                struct am_err *err);

/* Free the list; the files stay. */
void am_shelf_free(struct am_shelf *shelf);

/* Put a segment of the highest number at the end.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_shelf_add(struct am_shelf *shelf,
                               const struct am_shelf_segment *segment,
                               struct am_err *err);

/* Take the oldest segment off the list. */
void am_shelf_drop(struct am_shelf *shelf);

/* Is there an oldest segment, with nothing in it behind that position? */
bool am_shelf_is_passed(const struct am_shelf *shelf,
                        const struct am_spool_position *position);

/* The newest segment, NULL if there is none. */
struct am_shelf_segment *am_shelf_newest(struct am_shelf *shelf);

/* The segment of that number or the next one after it; NULL: none. */
const struct am_shelf_segment *am_shelf_find(const struct am_shelf *shelf,
                                             uint64_t number);

#endif
