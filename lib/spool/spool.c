/*
 * spool - see spool.h.  Does not know what a record says, and starts no thread.
 *
 * THE DIRECTORY
 *
 *   lock                    empty; flock(2) on it says that the spool is open
 *   counters                numbers that outlive the process
 *   0123456789abcdef.seg    segments, named by their number in hexadecimal
 *
 * All numbers are little-endian.  A checksum is CRC-32C (crc32c.h).
 *
 * A SEGMENT: a header of 40 bytes, then records up to the end of the file.
 *
 *   offset  bytes
 *        0      8  "am-spool"
 *        8      4  version, 1
 *       12      4  checksum of the header with zeros in this place
 *       16      8  incarnation of the spool
 *       24      8  number of the segment
 *       32      8  records appended to the spool before this segment
 *
 * A record:
 *
 *        0      4  n, bytes of payload, 1 to 16,777,216
 *        4      4  checksum of the four bytes before and the payload
 *        8      n  payload
 *
 * Only a segment that this opening made grows; numbers rise and are never used
 * again.  A record is written by one writev(2) at the end, so kill -9 leaves
 * whole records and at most one torn at the very end, which the next opening
 * cuts off.  The checksum tells damage that came later.
 *
 * THE COUNTERS: a file of 4096 bytes, allocated when made.
 *
 *        0      8  "am-count"
 *        8      8  version, 1
 *       16      8  incarnation: random, new with the directory
 *       24    8 n  the numbers of enum am_counter
 *
 * How counters and records account for each message once: ledger.h.  Behind
 * them are the numbers of tally.h, zero in a file of an older attachmeter.
 */
#include "spool/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "spool/backlog.h"
#include "spool/ledger.h"
#include "spool/reader.h"
#include "spool/segment.h"
#include "spool/shelf.h"
#include "spool/tally.h"

#define DEFAULT_LIMIT   1073741824U
#define DEFAULT_SEGMENT 8388608U

struct am_spool {
    pthread_mutex_t mutex; /* over everything but what the reader owns */
    struct am_spool_options options;
    int dir_fd, lock_fd;
    struct am_ledger ledger;
    struct am_shelf shelf;
    int active_fd; /* the newest segment, for appending; -1: none */
    struct am_backlog backlog;
    struct am_spool_position released; /* nothing before it is needed */
    struct am_reader reader;           /* the reading thread's */
};

/* Cut the torn tail off the newest segment, and let it be: a reader may have
 * seen more of it than a power cut left, so what comes is a new segment. */
static int resume(struct am_spool *spool, struct am_err *err)
{
    struct am_shelf_segment *newest = am_shelf_newest(&spool->shelf);
    struct am_segment_head head;
    uint64_t records = 0;
    uint64_t whole = 0;

    spool->ledger.records = spool->ledger.counters.value[AM_COUNTER_RECORDS];
    if (newest == NULL)
        return 0;
    if (am_segment_open(spool->dir_fd, newest->number, O_RDWR | O_APPEND, &head,
                        &spool->active_fd, err) < 0)
        return -1;
    if (am_segment_scan(spool->active_fd, newest->end, &records, &whole, err) <
        0)
        return -1;
    if (whole < newest->end) {
        if (ftruncate(spool->active_fd, (off_t)whole) < 0)
            return am_fail_errno(err, errno, "spool: torn record not cut off");
        spool->shelf.bytes -= newest->end - whole;
        newest->end = whole;
    }
    if (newest->first + records > spool->ledger.records)
        spool->ledger.records = newest->first + records;
    am_backlog_put(&spool->backlog, &spool->active_fd);
    if (newest->number >= spool->ledger.counters.value[AM_COUNTER_SEGMENT]) {
        am_counters_set(&spool->ledger.counters, AM_COUNTER_SEGMENT,
                        newest->number + 1);
    }
    return 0;
}

static int open_dir(struct am_spool *spool, const char *dir, struct am_err *err)
{
    if (mkdir(dir, 0700) < 0 && errno != EEXIST)
        return am_fail_errno(err, errno, "%s", dir);
    spool->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (spool->dir_fd < 0)
        return am_fail_errno(err, errno, "%s", dir);
    spool->lock_fd =
        openat(spool->dir_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (spool->lock_fd < 0)
        return am_fail_errno(err, errno, "%s/lock", dir);
    /* flock() belongs to this opening, so it also keeps out a second one in
     * the same process, which fcntl() locks would let in. */
    if (flock(spool->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return 0;
    if (errno == EWOULDBLOCK) {
        return am_fail(err, AM_EBUSY, "%s is in use by another attachmeter",
                       dir);
    }
    return am_fail_errno(err, errno, "%s/lock", dir);
}

static int open_files(struct am_spool *spool, struct am_err *err)
{
    struct am_segment_head head;
    const unsigned char *incarnation = NULL;

    if (am_shelf_load(&spool->shelf, spool->dir_fd, err) < 0)
        return -1;
    /* Segments that lost their counters keep the spool what it was. */
    const struct am_shelf_segment *newest = am_shelf_newest(&spool->shelf);
    if (newest != NULL) {
        int fd = -1;
        if (am_segment_open(spool->dir_fd, newest->number, O_RDONLY, &head, &fd,
                            err) < 0)
            return -1;
        close(fd);
        incarnation = head.incarnation;
    }
    if (am_counters_open(&spool->ledger.counters, spool->dir_fd, incarnation,
                         err) < 0 ||
        resume(spool, err) < 0)
        return -1;
    am_ledger_settle_crash(&spool->ledger);
    return 0;
}

int am_spool_open(struct am_spool **spool, const char *dir,
                  const struct am_spool_options *options, struct am_err *err)
{
    struct am_spool *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for the spool");

    new->dir_fd = new->lock_fd = new->active_fd = new->reader.fd = -1;
    new->ledger.counters.fd = -1;
    if (options != NULL)
        new->options = *options;
    if (new->options.limit_bytes == 0)
        new->options.limit_bytes = DEFAULT_LIMIT;
    if (new->options.segment_bytes == 0)
        new->options.segment_bytes = DEFAULT_SEGMENT;
    pthread_mutex_init(&new->mutex, NULL);
    if (open_dir(new, dir, err) < 0 || open_files(new, err) < 0) {
        am_spool_close(&new);
        return -1;
    }
    *spool = new;
    return 0;
}

static void close_fd(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

void am_spool_close(struct am_spool **spool)
{
    struct am_spool *old = *spool;

    *spool = NULL;
    if (old == NULL)
        return;
    if (old->dir_fd >= 0 && am_spool_sync(old, NULL) < 0)
        old->backlog.dirty = true; /* nobody to tell, nothing more to try */
    am_counters_close(&old->ledger.counters);
    am_shelf_free(&old->shelf);
    close_fd(&old->active_fd);
    am_reader_close(&old->reader);
    close_fd(&old->dir_fd);
    close_fd(&old->lock_fd);
    pthread_mutex_destroy(&old->mutex);
    free(old);
}

void am_spool_limit(struct am_spool *spool, uint64_t limit_bytes)
{
    pthread_mutex_lock(&spool->mutex);
    spool->options.limit_bytes = limit_bytes;
    pthread_mutex_unlock(&spool->mutex);
}

void am_spool_begin(struct am_spool *spool)
{
    pthread_mutex_lock(&spool->mutex);
    am_ledger_begin(&spool->ledger);
    pthread_mutex_unlock(&spool->mutex);
}

void am_spool_end(struct am_spool *spool)
{
    pthread_mutex_lock(&spool->mutex);
    am_ledger_end(&spool->ledger);
    pthread_mutex_unlock(&spool->mutex);
}

void am_spool_gap(struct am_spool *spool, enum am_gap reason, uint64_t messages)
{
    pthread_mutex_lock(&spool->mutex);
    am_ledger_gap(&spool->ledger, reason, messages);
    pthread_mutex_unlock(&spool->mutex);
}

void am_spool_answered(struct am_spool *spool,
                       const struct am_spool_answer *answer)
{
    pthread_mutex_lock(&spool->mutex);
    am_tally_add(&spool->ledger.counters, answer);
    pthread_mutex_unlock(&spool->mutex);
}

static int begin_segment(struct am_spool *spool, struct am_err *err)
{
    struct am_counters *counters = &spool->ledger.counters;
    struct am_segment_head head = {
        .number = counters->value[AM_COUNTER_SEGMENT],
        .first = spool->ledger.records,
    };
    if (head.number == 0)
        head.number = 1; /* position {0, 0} is before all of them */
    const struct am_shelf_segment segment = {
        .number = head.number,
        .first = head.first,
        .end = AM_SEGMENT_HEAD,
    };
    int fd = -1;

    memcpy(head.incarnation, counters->incarnation, AM_INCARNATION_SIZE);
    if (am_segment_create(spool->dir_fd, &head, &fd, err) < 0)
        return -1;
    if (am_shelf_add(&spool->shelf, &segment, err) < 0) {
        close(fd);
        am_segment_remove(spool->dir_fd, head.number);
        return -1;
    }
    am_counters_set(counters, AM_COUNTER_RECORDS, head.first);
    am_counters_set(counters, AM_COUNTER_SEGMENT, head.number + 1);
    am_backlog_put(&spool->backlog, &spool->active_fd);
    spool->active_fd = fd;
    spool->backlog.dirty = spool->backlog.dir_dirty = true;
    return 0;
}

/* The oldest segment goes; the records it held stay counted. */
static void remove_oldest(struct am_spool *spool)
{
    uint64_t number = spool->shelf.segments[0].number;

    if (spool->shelf.count == 1) {
        am_counters_set(&spool->ledger.counters, AM_COUNTER_RECORDS,
                        spool->ledger.records);
        close_fd(&spool->active_fd);
    }
    am_shelf_drop(&spool->shelf);
    am_segment_remove(spool->dir_fd, number);
}

static int make_room(struct am_spool *spool, size_t size, struct am_err *err)
{
    struct am_shelf *shelf = &spool->shelf;
    uint64_t needed = AM_SEGMENT_HEAD + AM_SEGMENT_FRAME + size;

    while (shelf->bytes + needed > spool->options.limit_bytes &&
           am_shelf_is_passed(shelf, &spool->released))
        remove_oldest(spool);
    if (shelf->bytes + needed > spool->options.limit_bytes) {
        return am_fail(err, AM_EFULL, "the spool is at its limit of %llu bytes",
                       (unsigned long long)spool->options.limit_bytes);
    }
    /* Room is made by whole segments: a small limit has small ones. */
    if (spool->active_fd >= 0 &&
        am_shelf_newest(shelf)->end < spool->options.segment_bytes &&
        am_shelf_newest(shelf)->end < spool->options.limit_bytes / 4)
        return 0;
    return begin_segment(spool, err);
}

static int append(struct am_spool *spool, const void *data, size_t size,
                  struct am_err *err)
{
    bool clean = true;

    if (make_room(spool, size, err) < 0)
        return -1;
    struct am_shelf_segment *newest = am_shelf_newest(&spool->shelf);
    int result = am_segment_append(spool->active_fd, newest->end, data, size,
                                   &clean, err);
    /* What could not be cut off again stays behind the end of the segment. */
    if (!clean)
        am_backlog_put(&spool->backlog, &spool->active_fd);
    if (result < 0)
        return -1;
    newest->end += AM_SEGMENT_FRAME + size;
    spool->shelf.bytes += AM_SEGMENT_FRAME + size;
    spool->backlog.dirty = true;
    am_ledger_record(&spool->ledger);
    return 0;
}

int am_spool_append(struct am_spool *spool, const void *data, size_t size,
                    struct am_err *err)
{
    if (size == 0 || size > AM_RECORD_MAX)
        return am_fail(err, AM_EINVAL, "a record of %zu bytes", size);
    pthread_mutex_lock(&spool->mutex);
    int result = append(spool, data, size, err);
    pthread_mutex_unlock(&spool->mutex);
    return result;
}

void am_spool_count(struct am_spool *spool, struct am_spool_counters *counters)
{
    pthread_mutex_lock(&spool->mutex);
    memcpy(counters->incarnation, spool->ledger.counters.incarnation,
           AM_INCARNATION_SIZE);
    for (size_t i = 0; i < AM_GAP_COUNT; i++)
        counters->gaps[i] = spool->ledger.counters.value[AM_COUNTER_GAP + i];
    counters->open = spool->ledger.open;
    counters->spool_bytes = spool->shelf.bytes;
    counters->has_released =
        spool->shelf.count > 0
            ? spool->shelf.segments[0].number > 1
            : spool->ledger.counters.value[AM_COUNTER_SEGMENT] > 1;
    pthread_mutex_unlock(&spool->mutex);
}

int am_spool_sync(struct am_spool *spool, struct am_err *err)
{
    struct am_counters *counters = &spool->ledger.counters;
    struct am_sync_job job;

    pthread_mutex_lock(&spool->mutex);
    am_backlog_take(&spool->backlog, spool->active_fd, counters, &job);
    pthread_mutex_unlock(&spool->mutex);
    int why = am_sync_job_run(&job, counters->fd, spool->dir_fd);
    if (why == 0)
        return 0;
    pthread_mutex_lock(&spool->mutex);
    am_backlog_keep(&spool->backlog, counters);
    pthread_mutex_unlock(&spool->mutex);
    return am_fail_errno(err, why, "spool: not synced");
}

int am_spool_read(struct am_spool *spool, struct am_spool_position *position,
                  struct am_buf *record, struct am_err *err)
{
    const struct am_reader_source source = {
        .mutex = &spool->mutex,
        .dir_fd = spool->dir_fd,
        .shelf = &spool->shelf,
        .ledger = &spool->ledger,
    };

    return am_reader_read(&spool->reader, &source, position, record, err);
}

void am_spool_release(struct am_spool *spool,
                      const struct am_spool_position *position,
                      int64_t older_than_s)
{
    pthread_mutex_lock(&spool->mutex);
    spool->released = *position;
    while (am_shelf_is_passed(&spool->shelf, position) &&
           am_segment_is_older(spool->dir_fd, spool->shelf.segments[0].number,
                               older_than_s))
        remove_oldest(spool);
    pthread_mutex_unlock(&spool->mutex);
}
