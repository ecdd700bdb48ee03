/* counters - see counters.h; the layout stands in spool.c. */
#include "spool/counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/files.h"
#include "spool/bytes.h"

#define FILE_NAME "counters"
#define NEW_NAME  "counters.new"
#define MAGIC     "am-count"
#define VERSION   1U
#define FILE_SIZE 4096
#define HEAD_SIZE 24 /* magic, version, incarnation */
#define LOOKS     100

_Static_assert(HEAD_SIZE + 8 * AM_COUNTER_COUNT <= FILE_SIZE, "FILE_SIZE");

static int write_new(struct am_counters *counters, struct am_err *err)
{
    unsigned char head[HEAD_SIZE];

    int why = posix_fallocate(counters->fd, 0, FILE_SIZE);
    if (why != 0)
        return am_fail_errno(err, why, "spool: %s", FILE_NAME);
    memcpy(head, MAGIC, 8);
    am_put64(head + 8, VERSION);
    memcpy(head + 16, counters->incarnation, AM_INCARNATION_SIZE);
    if (am_write_all(counters->fd, head, sizeof(head)) < 0 ||
        fsync(counters->fd) < 0)
        return am_fail_errno(err, errno, "spool: %s", FILE_NAME);
    return 0;
}

/* Made under another name first: a file with the right name is always whole. */
static int make(struct am_counters *counters, int dir_fd,
                const unsigned char *incarnation, struct am_err *err)
{
    if (incarnation != NULL) {
        memcpy(counters->incarnation, incarnation, AM_INCARNATION_SIZE);
    } else if (getrandom(counters->incarnation, AM_INCARNATION_SIZE, 0) !=
               AM_INCARNATION_SIZE) {
        return am_fail_errno(err, errno, "spool: random bytes");
    }

    counters->fd =
        openat(dir_fd, NEW_NAME, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (counters->fd < 0)
        return am_fail_errno(err, errno, "spool: %s", NEW_NAME);
    if (write_new(counters, err) < 0)
        return -1;
    if (renameat(dir_fd, NEW_NAME, dir_fd, FILE_NAME) < 0 || fsync(dir_fd) < 0)
        return am_fail_errno(err, errno, "spool: %s", FILE_NAME);
    return 0;
}

static int load(struct am_counters *counters, struct am_err *err)
{
    unsigned char bytes[HEAD_SIZE + 8 * AM_COUNTER_COUNT];

    long got = am_read_full(counters->fd, bytes, sizeof(bytes));
    if (got < 0)
        return am_fail_errno(err, errno, "spool: %s", FILE_NAME);
    if (got != (long)sizeof(bytes) || memcmp(bytes, MAGIC, 8) != 0) {
        return am_fail(err, AM_ECORRUPT,
                       "spool: %s is damaged: remove it, and the count of gaps "
                       "begins anew",
                       FILE_NAME);
    }
    if (am_get64(bytes + 8) != VERSION) {
        return am_fail(err, AM_ENEWER,
                       "spool: %s is of version %u, this attachmeter knows %u",
                       FILE_NAME, (unsigned)am_get64(bytes + 8), VERSION);
    }
    memcpy(counters->incarnation, bytes + 16, AM_INCARNATION_SIZE);
    for (size_t i = 0; i < AM_COUNTER_COUNT; i++)
        counters->value[i] = am_get64(bytes + HEAD_SIZE + 8 * i);
    return 0;
}

/* Each place weighs differently: a write that was seen by half is told, and no
 * more is asked of it. */
uint64_t am_counters_check(const struct am_counters *counters)
{
    uint64_t check = 0;

    for (size_t i = AM_COUNTER_CHECK + 1; i < AM_COUNTER_COUNT; i++)
        check = (check + counters->value[i]) * UINT64_C(0x9e3779b97f4a7c15);
    return check;
}

int am_counters_look(struct am_counters *counters, int dir_fd,
                     struct am_err *err)
{
    static const struct timespec a_while = {.tv_nsec = 200000};
    int result = -1;

    memset(counters, 0, sizeof(*counters));
    counters->fd = openat(dir_fd, FILE_NAME, O_RDONLY | O_CLOEXEC);
    if (counters->fd < 0) {
        return errno == ENOENT
                   ? 0
                   : am_fail_errno(err, errno, "spool: %s", FILE_NAME);
    }
    /* A read beside a write may see a part of it. */
    for (int i = 0; i < LOOKS; i++) {
        if (i > 0)
            nanosleep(&a_while, NULL);
        if (lseek(counters->fd, 0, SEEK_SET) < 0) {
            result = am_fail_errno(err, errno, "spool: %s", FILE_NAME);
            break;
        }
        result = load(counters, err);
        if (result < 0 ||
            am_counters_check(counters) == counters->value[AM_COUNTER_CHECK])
            break;
    }
    am_counters_close(counters);
    return result < 0 ? -1 : 1;
}

int am_counters_open(struct am_counters *counters, int dir_fd,
                     const unsigned char *incarnation, struct am_err *err)
{
    int result = 0;

    memset(counters, 0, sizeof(*counters));
    counters->fd = openat(dir_fd, FILE_NAME, O_RDWR | O_CLOEXEC);
    if (counters->fd >= 0) {
        result = load(counters, err);
    } else if (errno == ENOENT) {
        result = make(counters, dir_fd, incarnation, err);
    } else {
        return am_fail_errno(err, errno, "spool: %s", FILE_NAME);
    }
    if (result < 0)
        am_counters_close(counters);
    return result;
}

void am_counters_close(struct am_counters *counters)
{
    if (counters->fd >= 0)
        close(counters->fd);
    counters->fd = -1;
}

void am_counters_put(struct am_counters *counters, unsigned first,
                     unsigned count)
{
    unsigned char bytes[8 * AM_COUNTER_COUNT];
    ssize_t n = -1;

    if (counters->late) {
        first = 0;
        count = AM_COUNTER_COUNT;
    }
    size_t size = 8 * (size_t)count;
    for (size_t i = 0; i < count; i++)
        am_put64(bytes + 8 * i, counters->value[first + i]);
    do {
        n = pwrite(counters->fd, bytes, size, (off_t)(HEAD_SIZE + 8 * first));
    } while (n < 0 && errno == EINTR);
    counters->late = n != (ssize_t)size;
    counters->unsynced = true;
}

bool am_counters_mend(struct am_counters *counters)
{
    if (counters->late)
        am_counters_put(counters, 0, AM_COUNTER_COUNT);
    return !counters->late;
}

void am_counters_set(struct am_counters *counters, unsigned which,
                     uint64_t value)
{
    counters->value[which] = value;
    am_counters_put(counters, which, 1);
}

void am_counters_add(struct am_counters *counters, unsigned which,
                     uint64_t more)
{
    am_counters_set(counters, which, counters->value[which] + more);
}
