/*
 * jobs - files of mail measured by several threads at once.
 *
 * Files are put in, and what is in them comes out in the order in which they
 * were put in, whatever thread was faster: so what is made of it does not
 * depend on how many there are.  One thread puts and takes.  In memory is a
 * bounded number of files' names and records: a thread with more to give waits
 * until it is its file's turn.
 */
#ifndef AM_CLI_JOBS_H
#define AM_CLI_JOBS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "meter/key.h"
#include "meter/meter.h"
#include "meter/record.h"
#include "mime/mailfile.h"

#define AM_JOBS_MOST 256 /* threads */

struct am_jobs;

struct am_jobs_setup {
    unsigned threads;               /* 1 to AM_JOBS_MOST */
    const struct am_key *key;       /* must outlive the jobs, as the limits */
    const struct am_limits *limits; /* NULL: the defaults */
    int64_t time_s;                 /* when all messages count */
};

/* Start the threads.  Fails with AM_ENOMEM, AM_EIO (no thread). */
AM_MUST_CHECK int am_jobs_start(struct am_jobs **jobs,
                                const struct am_jobs_setup *setup,
                                struct am_err *err);

/* Stop the threads, whatever is still waiting, free *jobs, which may be NULL,
 * and set it to NULL. */
void am_jobs_stop(struct am_jobs **jobs);

/* Is there no room for another file?  Then something can be taken. */
bool am_jobs_is_full(const struct am_jobs *jobs);

/* A file to be measured. */
struct am_jobs_file {
    const char *path;
    bool is_chosen; /* as in am_source_open() */
    /* the caller's, given back with what is in the file: */
    uint64_t tag, size_bytes;
};

/* Put a file in; there must be room.  The path is copied.  Fails with
 * AM_ENOMEM. */
AM_MUST_CHECK int am_jobs_put(struct am_jobs *jobs,
                              const struct am_jobs_file *file,
                              struct am_err *err);

enum am_jobs_outcome {
    AM_JOBS_READ,    /* to its end, or it is of no kind that is measured */
    AM_JOBS_CHANGED, /* to its end, but it changed meanwhile */
    AM_JOBS_UNREAD,  /* not, or not to its end; an error was given before */
    AM_JOBS_VANISHED /* it was gone */
};

/* Of each file: its records and errors, then its end. */
enum am_jobs_what {
    AM_JOBS_RECORD,
    AM_JOBS_ERROR,
    AM_JOBS_END
};

struct am_jobs_item {
    enum am_jobs_what what;
    uint64_t tag, size_bytes; /* of the file */
    struct am_record *record; /* the jobs', until the next call */
    struct am_err error;
    enum am_jobs_outcome outcome; /* of the end */
    enum am_mailfile kind;        /* likewise */
};

/*
 * Take the next: 1, or 0: all that was put in is done, or, unless `wait`, what
 * comes next is not ready.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_jobs_take(struct am_jobs *jobs, bool wait,
                               struct am_jobs_item *item, struct am_err *err);

/* Bytes that all threads have read so far. */
uint64_t am_jobs_bytes(const struct am_jobs *jobs);

#endif
