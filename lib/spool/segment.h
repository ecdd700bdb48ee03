/*
 * segment - one file of the spool: a header, then records one after the other.
 *
 * Writes and reads records at places it is told; keeps no state and no lock.
 * The format is described in spool.c.
 */
#ifndef AM_SPOOL_SEGMENT_H
#define AM_SPOOL_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "spool/counters.h"

#define AM_SEGMENT_HEAD  40        /* bytes of a segment's header */
#define AM_SEGMENT_FRAME 8         /* bytes before a record's payload */
#define AM_RECORD_MAX    16777216U /* bytes of a payload */

struct am_segment_head {
    unsigned char incarnation[AM_INCARNATION_SIZE];
    uint64_t number;
    uint64_t first; /* records of the spool before this segment */
};

/* Is this the name of a segment's file, and of which number? */
bool am_segment_is_name(const char *name, uint64_t *number);

/*
 * Make the segment head->number in dir_fd with its header.  *fd is open for
 * appending and the caller's.  Fails with AM_EFULL, AM_EACCESS, AM_EIO; then
 * there is no file.
 */
AM_MUST_CHECK int am_segment_create(int dir_fd,
                                    const struct am_segment_head *head, int *fd,
                                    struct am_err *err);

/*
 * Open a segment with flags (O_RDONLY, or O_RDWR | O_APPEND) and read its
 * header.  Fails with AM_ECORRUPT (no whole header), AM_ENEWER, AM_ENOTFOUND,
 * AM_EIO.
 */
AM_MUST_CHECK int am_segment_open(int dir_fd, uint64_t number, int flags,
                                  struct am_segment_head *head, int *fd,
                                  struct am_err *err);

/* Was it last written to before than_s (seconds since 1970), or is it gone? */
bool am_segment_is_older(int dir_fd, uint64_t number, int64_t than_s);

/* Remove a segment's file. */
void am_segment_remove(int dir_fd, uint64_t number);

/*
 * Append a record to a segment of end bytes in one writev(2).  On failure
 * (AM_EFULL, AM_EIO) the file is cut to end again; *clean is false if even that
 * failed.
 */
AM_MUST_CHECK int am_segment_append(int fd, uint64_t end, const void *data,
                                    size_t size, bool *clean,
                                    struct am_err *err);

enum am_record_state {
    AM_RECORD_WHOLE,
    AM_RECORD_DAMAGED, /* the checksum is wrong, but a whole one follows */
    AM_RECORD_TORN     /* nothing readable from here to the end */
};

/*
 * Read the record at offset of a segment of end bytes (offset < end) into
 * record.  Returns an enum am_record_state, *next being the offset behind it
 * unless torn; or -1 (AM_EIO, AM_ENOMEM).
 */
AM_MUST_CHECK int am_segment_read(int fd, uint64_t offset, uint64_t end,
                                  struct am_buf *record, uint64_t *next,
                                  struct am_err *err);

/*
 * Walk all records of a segment of end bytes: *records of them, damaged ones
 * included, up to *whole, where the file ends or a torn record begins.
 */
AM_MUST_CHECK int am_segment_scan(int fd, uint64_t end, uint64_t *records,
                                  uint64_t *whole, struct am_err *err);

#endif
