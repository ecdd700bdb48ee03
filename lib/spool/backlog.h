/*
 * backlog - what was written and is not yet known to be on the disk.
 *
 * A job is taken out under the spool's mutex and run without it, so that an
 * append never waits for a disk.
 */
#ifndef AM_SPOOL_BACKLOG_H
#define AM_SPOOL_BACKLOG_H

#include <stdbool.h>
#include <stddef.h>

#include "spool/counters.h"

#define AM_BACKLOG_MAX 8 /* full segments that wait for their sync */

struct am_backlog {
    bool dirty;     /* the newest segment grew */
    bool dir_dirty; /* a segment was made */
    int fds[AM_BACKLOG_MAX];
    size_t count;
};

struct am_sync_job {
    int fds[AM_BACKLOG_MAX + 1];
    size_t count;
    bool dir, counters;
    int why; /* errno of what failed already, or 0 */
};

/*
 * Put away *fd, a segment that grows no more, until its sync, and set it to -1.
 * If too many wait it is synced at once.
 */
void am_backlog_put(struct am_backlog *backlog, int *fd);

/* Take all out into *job, the counters' file too, to which is written now what
 * it refused before; active_fd is the segment that grows, or -1. */
void am_backlog_take(struct am_backlog *backlog, int active_fd,
                     struct am_counters *counters, struct am_sync_job *job);

/* The job failed: all that is there is to be synced again. */
void am_backlog_keep(struct am_backlog *backlog, struct am_counters *counters);

/* Sync what the job holds, and close it.  Returns 0 or an errno. */
int am_sync_job_run(struct am_sync_job *job, int counters_fd, int dir_fd);

#endif
