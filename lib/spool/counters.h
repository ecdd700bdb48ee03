/*
 * counters - the spool's small file of numbers, which outlives kill -9.
 *
 * Each number is eight bytes at a fixed place in a file whose blocks were
 * allocated when it was made, so that writing one needs no space and is whole
 * or not at all.  Knows no meaning and no lock: the spool calls it under its
 * own.  The layout is described in spool.c.
 */
#ifndef AM_SPOOL_COUNTERS_H
#define AM_SPOOL_COUNTERS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "spool/spool.h"

/* Numbers of the file, in its order: append. */
enum am_counter {
    AM_COUNTER_BEGUN = 0,    /* messages that began */
    AM_COUNTER_DROPPED,      /* that ended with neither record nor gap */
    AM_COUNTER_RECORDS,      /* records appended before the next segment */
    AM_COUNTER_SEGMENT,      /* number of the next segment */
    AM_COUNTER_MARK_SEGMENT, /* damage up to this place is counted */
    AM_COUNTER_MARK_OFFSET,
    AM_COUNTER_GAP, /* the first of 16 places for gaps by reason */
    /* From here to the end: what tally.h tells, written together. */
    AM_COUNTER_CHECK = AM_COUNTER_GAP + 16, /* of those that follow */
    AM_COUNTER_EOM,                         /* 24 places, one a bucket */
    AM_COUNTER_EOM_NS = AM_COUNTER_EOM + 24,
    AM_COUNTER_RCPT, /* 16 places, one a bucket */
    AM_COUNTER_RCPT_SUM = AM_COUNTER_RCPT + 16,
    AM_COUNTER_LAST_HOUR, /* hours since 1970 */
    AM_COUNTER_COUNT
};

#define AM_INCARNATION_SIZE 8

struct am_counters {
    int fd;
    bool late;     /* the file lacks something: all is written with the next */
    bool unsynced; /* written since the one who syncs set it to false */
    unsigned char incarnation[AM_INCARNATION_SIZE];
    uint64_t value[AM_COUNTER_COUNT];
};

/*
 * Open the file "counters" in dir_fd, or make it: with *incarnation, or with a
 * random one if that is NULL.  Fails with AM_ECORRUPT, AM_ENEWER, AM_EFULL,
 * AM_EACCESS, AM_EIO.  On success am_counters_close() is due.
 */
AM_MUST_CHECK int am_counters_open(struct am_counters *counters, int dir_fd,
                                   const unsigned char *incarnation,
                                   struct am_err *err);

void am_counters_close(struct am_counters *counters);

/*
 * Read the file in dir_fd while somebody else writes to it: the numbers are
 * those of one moment, unless the writer does not rest.  Nothing is left open.
 * Returns 1, or 0 if there is no such file, or -1 as am_counters_open().
 */
AM_MUST_CHECK int am_counters_look(struct am_counters *counters, int dir_fd,
                                   struct am_err *err);

/* Set one number, in memory and in the file.  What the file refuses stays in
 * memory, and goes there with the next write. */
void am_counters_set(struct am_counters *counters, unsigned which,
                     uint64_t value);

void am_counters_add(struct am_counters *counters, unsigned which,
                     uint64_t more);

/* What AM_COUNTER_CHECK is for the counters behind it: 0 if all are 0. */
uint64_t am_counters_check(const struct am_counters *counters);

/* The numbers from first on, count of them, were changed in memory: to the
 * file with them, in one write. */
void am_counters_put(struct am_counters *counters, unsigned first,
                     unsigned count);

/* Write what the file refused before.  False if it still does. */
bool am_counters_mend(struct am_counters *counters);

#endif
