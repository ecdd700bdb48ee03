/* backlog - see backlog.h. */
#include "spool/backlog.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

void am_backlog_put(struct am_backlog *backlog, int *fd)
{
    if (*fd < 0)
        return;
    if (backlog->count < AM_BACKLOG_MAX) {
        backlog->fds[backlog->count++] = *fd;
    } else {
        fdatasync(*fd);
        close(*fd);
    }
    *fd = -1;
}

void am_backlog_take(struct am_backlog *backlog, int active_fd,
                     struct am_counters *counters, struct am_sync_job *job)
{
    *job = (struct am_sync_job){
        .dir = backlog->dir_dirty,
        .why = am_counters_mend(counters) ? 0 : EIO,
        .counters = counters->unsynced,
    };
    counters->unsynced = false;
    if (backlog->dirty && active_fd >= 0) {
        int fd = fcntl(active_fd, F_DUPFD_CLOEXEC, 0);
        if (fd >= 0) {
            job->fds[job->count++] = fd;
        } else {
            job->why = errno;
        }
    }
    for (size_t i = 0; i < backlog->count; i++)
        job->fds[job->count++] = backlog->fds[i];
    *backlog = (struct am_backlog){0};
}

void am_backlog_keep(struct am_backlog *backlog, struct am_counters *counters)
{
    backlog->dirty = true;
    backlog->dir_dirty = true;
    counters->unsynced = true;
}

int am_sync_job_run(struct am_sync_job *job, int counters_fd, int dir_fd)
{
    for (size_t i = 0; i < job->count; i++) {
        if (fdatasync(job->fds[i]) < 0)
            job->why = errno;
        close(job->fds[i]);
    }
    if (job->counters && fdatasync(counters_fd) < 0)
        job->why = errno;
    if (job->dir && fsync(dir_fd) < 0)
        job->why = errno;
    return job->why;
}
