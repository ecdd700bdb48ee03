/* segment - see segment.h; the format stands in spool.c. */
#include "spool/segment.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "base/files.h"
#include "spool/bytes.h"
#include "spool/crc32c.h"

#define VERSION   1U
#define NAME_SIZE 32
#define DIGITS    16
#define SUFFIX    ".seg"
#define LOOK_SIZE 1024 /* bytes; most records are smaller */

static const unsigned char magic[8] = {'a', 'm', '-', 's', 'p', 'o', 'o', 'l'};

static const char *name_of(uint64_t number, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "%016" PRIx64 SUFFIX, number);
    return name;
}

bool am_segment_is_name(const char *name, uint64_t *number)
{
    if (strspn(name, "0123456789abcdef") != DIGITS ||
        strcmp(name + DIGITS, SUFFIX) != 0)
        return false;
    *number = strtoull(name, NULL, 16);
    return true;
}

static void encode_head(const struct am_segment_head *head,
                        unsigned char bytes[AM_SEGMENT_HEAD])
{
    memcpy(bytes, magic, sizeof(magic));
    am_put32(bytes + 8, VERSION);
    am_put32(bytes + 12, 0);
    memcpy(bytes + 16, head->incarnation, AM_INCARNATION_SIZE);
    am_put64(bytes + 24, head->number);
    am_put64(bytes + 32, head->first);
    am_put32(bytes + 12, am_crc32c(0, bytes, AM_SEGMENT_HEAD));
}

static int decode_head(struct am_segment_head *head,
                       unsigned char bytes[AM_SEGMENT_HEAD], struct am_err *err)
{
    uint32_t crc = am_get32(bytes + 12);

    am_put32(bytes + 12, 0);
    if (memcmp(bytes, magic, sizeof(magic)) != 0 ||
        crc != am_crc32c(0, bytes, AM_SEGMENT_HEAD))
        return am_fail(err, AM_ECORRUPT, "spool: not a segment of ours");
    if (am_get32(bytes + 8) != VERSION) {
        return am_fail(err, AM_ENEWER,
                       "spool: segment of version %u, this attachmeter "
                       "knows %u",
                       (unsigned)am_get32(bytes + 8), VERSION);
    }
    memcpy(head->incarnation, bytes + 16, AM_INCARNATION_SIZE);
    head->number = am_get64(bytes + 24);
    head->first = am_get64(bytes + 32);
    return 0;
}

int am_segment_create(int dir_fd, const struct am_segment_head *head, int *fd,
                      struct am_err *err)
{
    char name[NAME_SIZE];
    unsigned char bytes[AM_SEGMENT_HEAD];

    int new = openat(dir_fd, name_of(head->number, name),
                     O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    if (new < 0)
        return am_fail_errno(err, errno, "spool: %s", name);
    encode_head(head, bytes);
    if (am_write_all(new, bytes, sizeof(bytes)) < 0) {
        int why = errno;
        close(new);
        unlinkat(dir_fd, name, 0);
        return am_fail_errno(err, why, "spool: %s", name);
    }
    *fd = new;
    return 0;
}

int am_segment_open(int dir_fd, uint64_t number, int flags,
                    struct am_segment_head *head, int *fd, struct am_err *err)
{
    char name[NAME_SIZE];
    unsigned char bytes[AM_SEGMENT_HEAD];

    int old = openat(dir_fd, name_of(number, name), flags | O_CLOEXEC);
    if (old < 0)
        return am_fail_errno(err, errno, "spool: %s", name);
    long got = am_read_full(old, bytes, sizeof(bytes));
    int result = 0;
    if (got < 0) {
        result = am_fail_errno(err, errno, "spool: %s", name);
    } else if (got != AM_SEGMENT_HEAD) {
        result = am_fail(err, AM_ECORRUPT, "spool: %s has no header", name);
    } else {
        result = decode_head(head, bytes, err);
    }
    if (result < 0) {
        close(old);
        return -1;
    }
    *fd = old;
    return 0;
}

bool am_segment_is_older(int dir_fd, uint64_t number, int64_t than_s)
{
    struct am_segment_head head;
    struct stat about;
    int fd = -1;

    if (am_segment_open(dir_fd, number, O_RDONLY, &head, &fd, NULL) < 0)
        return true; /* gone already */
    int result = fstat(fd, &about);
    close(fd);
    return result == 0 && (int64_t)about.st_mtime < than_s;
}

void am_segment_remove(int dir_fd, uint64_t number)
{
    char name[NAME_SIZE];

    unlinkat(dir_fd, name_of(number, name), 0);
}

int am_segment_append(int fd, uint64_t end, const void *data, size_t size,
                      bool *clean, struct am_err *err)
{
    union {
        const void *given;
        void *base; /* iovec has no const; writev() does not write to it */
    } payload = {.given = data};

    unsigned char frame[AM_SEGMENT_FRAME];

    am_put32(frame, (uint32_t)size);
    am_put32(frame + 4, am_crc32c(am_crc32c(0, frame, 4), data, size));
    struct iovec pieces[2] = {{frame, sizeof(frame)}, {payload.base, size}};

    *clean = true;
    ssize_t n = writev(fd, pieces, 2);
    if (n == (ssize_t)(sizeof(frame) + size))
        return 0;
    /* A short write means that the space ended in the middle. */
    int why = n < 0 ? errno : ENOSPC;
    *clean = ftruncate(fd, (off_t)end) == 0;
    return am_fail_errno(err, why, "spool: record not written");
}

static long read_at(int fd, uint64_t offset, void *data, size_t size)
{
    size_t got = 0;

    while (got < size) {
        ssize_t n =
            pread(fd, (char *)data + got, size - got, (off_t)(offset + got));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        if (n == 0)
            break;
        got += (size_t)n;
    }
    return (long)got;
}

/* One record by itself: *next is set if its length can be right.  Most are
 * whole in what the first look brings. */
static int read_one(int fd, uint64_t offset, uint64_t end,
                    struct am_buf *record, uint64_t *next, struct am_err *err)
{
    unsigned char head[LOOK_SIZE];
    const unsigned char *payload = head + AM_SEGMENT_FRAME;
    size_t looked = end - offset < sizeof(head) ? end - offset : sizeof(head);

    if (looked < AM_SEGMENT_FRAME)
        return AM_RECORD_TORN;
    long got = read_at(fd, offset, head, looked);
    if (got < 0)
        return am_fail_errno(err, errno, "spool: segment not read");
    uint32_t size = am_get32(head);
    if (got < AM_SEGMENT_FRAME || size == 0 || size > AM_RECORD_MAX ||
        size > end - offset - AM_SEGMENT_FRAME)
        return AM_RECORD_TORN;

    am_buf_clear(record);
    if (am_buf_reserve(record, size, err) < 0)
        return -1;
    size_t have = (size_t)got - AM_SEGMENT_FRAME;
    if (have > size)
        have = size;
    memcpy(record->data, payload, have);
    got = read_at(fd, offset + AM_SEGMENT_FRAME + have, record->data + have,
                  size - have);
    if (got < 0)
        return am_fail_errno(err, errno, "spool: segment not read");
    *next = offset + AM_SEGMENT_FRAME + size;
    record->size = size;
    uint32_t crc = am_crc32c(am_crc32c(0, head, 4), record->data, size);
    return have + (size_t)got == size && crc == am_get32(head + 4)
               ? AM_RECORD_WHOLE
               : AM_RECORD_DAMAGED;
}

int am_segment_read(int fd, uint64_t offset, uint64_t end,
                    struct am_buf *record, uint64_t *next, struct am_err *err)
{
    uint64_t beyond = 0;

    int state = read_one(fd, offset, end, record, next, err);
    if (state != AM_RECORD_DAMAGED)
        return state;
    /* The length may be what is wrong: believe it if it leads somewhere. */
    if (*next == end)
        return AM_RECORD_TORN;
    state = read_one(fd, *next, end, record, &beyond, err);
    if (state < 0)
        return -1;
    return state == AM_RECORD_WHOLE ? AM_RECORD_DAMAGED : AM_RECORD_TORN;
}

int am_segment_scan(int fd, uint64_t end, uint64_t *records, uint64_t *whole,
                    struct am_err *err)
{
    struct am_buf record;
    int state = AM_RECORD_WHOLE;
    uint64_t next = 0;

    am_buf_init(&record, AM_RECORD_MAX);
    *records = 0;
    *whole = AM_SEGMENT_HEAD;
    while (*whole < end) {
        state = am_segment_read(fd, *whole, end, &record, &next, err);
        if (state < 0 || state == AM_RECORD_TORN)
            break;
        *whole = next;
        ++*records;
    }
    am_buf_free(&record);
    return state < 0 ? -1 : 0;
}
