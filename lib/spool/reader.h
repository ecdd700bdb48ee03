/*
 * reader - records out of the segments, in order, while others append.
 *
 * One thread reads.  It looks at the list of segments under the spool's mutex
 * and reads below the end it found there, so it never sees a record that is
 * being written.  Damage is stepped over and counted.
 */
#ifndef AM_SPOOL_READER_H
#define AM_SPOOL_READER_H

#include <pthread.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "spool/ledger.h"
#include "spool/shelf.h"
#include "spool/spool.h"

/* The segment that is open for reading: fd is -1 if none is. */
struct am_reader {
    int fd;
    uint64_t number;
};

/* What it reads from; the mutex is over shelf and ledger. */
struct am_reader_source {
    pthread_mutex_t *mutex;
    int dir_fd;
    const struct am_shelf *shelf;
    struct am_ledger *ledger;
};

/* As am_spool_read(). */
AM_MUST_CHECK int am_reader_read(struct am_reader *reader,
                                 const struct am_reader_source *source,
                                 struct am_spool_position *position,
                                 struct am_buf *record, struct am_err *err);

void am_reader_close(struct am_reader *reader);

#endif
