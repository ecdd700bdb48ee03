/*
 * source - see source.h.
 *
 * In an mbox each line is looked at with the next LOOK_BYTES at hand, so that
 * an empty line knows whether it is the last one of its message.
 */
#include "cli/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/scratch.h"

#define CHUNK_BYTES 65536
#define LOOK_BYTES  AM_MAILFILE_LOOK
#define TAIL_BYTES  4096 /* looked at behind the message of a dbox */

struct am_source {
    const char *path;
    int fd;             /* -1: none */
    struct stat status; /* as it was opened */
    uint64_t left;      /* bytes of the file, or message, still to be read */
    uint64_t bytes;     /* read so far */
    enum am_mailfile kind;
    bool at_end;        /* the file has no more bytes */
    bool is_open;       /* a message is being read */
    bool is_read;       /* its first message was begun */
    bool at_line_start; /* the next byte of data begins a line */
    size_t at, end;     /* bytes of data not given yet */
    unsigned char data[CHUNK_BYTES];
};

int am_source_create(struct am_source **source, struct am_err *err)
{
    *source = calloc(1, sizeof(**source));
    if (*source == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to read mail");
    (*source)->fd = -1;
    return 0;
}

void am_source_close(struct am_source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    source->fd = -1;
    source->is_open = false;
}

void am_source_destroy(struct am_source **source)
{
    if (*source == NULL)
        return;
    am_source_close(*source);
    free(*source);
    *source = NULL;
}

const char *am_source_name(const struct am_source *source)
{
    return source->path;
}

uint64_t am_source_bytes(const struct am_source *source)
{
    return source->bytes;
}

bool am_source_has_changed(const struct am_source *source)
{
    const struct stat *old = &source->status;
    struct stat now;

    if (!S_ISREG(old->st_mode))
        return false;
    return fstat(source->fd, &now) < 0 || now.st_size != old->st_size ||
           now.st_mtim.tv_sec != old->st_mtim.tv_sec ||
           now.st_mtim.tv_nsec != old->st_mtim.tv_nsec;
}

/* Read on behind what is there, so that at least `wanted` bytes are, or all. */
static int fill(struct am_source *source, size_t wanted, struct am_err *err)
{
    size_t have = source->end - source->at;

    if (have >= wanted || source->at_end)
        return 0;
    memmove(source->data, source->data + source->at, have);
    source->at = 0;
    source->end = have;
    while (source->end < wanted && !source->at_end) {
        size_t room = sizeof(source->data) - source->end;
        ssize_t n = read(source->fd, source->data + source->end,
                         source->left < room ? (size_t)source->left : room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return am_fail_errno(err, errno, "%s", source->path);
        source->left -= (uint64_t)n;
        source->bytes += (uint64_t)n;
        source->at_end = n == 0;
        source->end += (size_t)n;
    }
    return 0;
}

/* ---- opening ---- */

static int open_fd(struct am_source *source, struct am_err *err)
{
    source->fd = strcmp(source->path, "-") == 0
                     ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0)
                     : open(source->path, O_RDONLY | O_CLOEXEC);
    if (source->fd < 0 || fstat(source->fd, &source->status) < 0)
        return am_fail_errno(err, errno, "%s", source->path);
    source->left = S_ISREG(source->status.st_mode)
                       ? (uint64_t)source->status.st_size
                       : UINT64_MAX;
    return 0;
}

/* What stands behind the message of a dbox says where its attachments are. */
static int look_behind(struct am_source *source, uint64_t end,
                       struct am_err *err)
{
    AM_SCRATCH unsigned char tail[TAIL_BYTES];
    ssize_t got = 0;

    do {
        got = pread(source->fd, tail, sizeof(tail), (off_t)end);
    } while (got < 0 && errno == EINTR);
    if (got < 0)
        return am_fail_errno(err, errno, "%s", source->path);
    if (am_mailfile_is_outside(tail, (size_t)got))
        source->kind = AM_MAILFILE_OUTSIDE;
    return 0;
}

/* Leave no more than the message of a dbox to be read; it begins at `at`, of
 * the data and of the file. */
static int take_dbox(struct am_source *source, uint64_t message_bytes,
                     struct am_err *err)
{
    uint64_t have = source->end - source->at;

    if (have >= message_bytes) {
        source->end = source->at + (size_t)message_bytes;
        source->left = 0;
        source->at_end = true;
    } else if (message_bytes - have <= source->left) {
        source->left = message_bytes - have;
    } else {
        return am_fail(err, AM_EIO, "%s: its message is cut off", source->path);
    }
    return S_ISREG(source->status.st_mode)
               ? look_behind(source, source->at + message_bytes, err)
               : 0;
}

static int look(struct am_source *source, bool chosen, struct am_err *err)
{
    size_t start = 0;
    uint64_t message_bytes = 0;

    source->at = source->end = 0;
    source->bytes = 0;
    source->at_end = source->is_read = source->is_open = false;
    if (open_fd(source, err) < 0 || fill(source, LOOK_BYTES, err) < 0)
        return -1;
    const struct am_mailfile_look first = {.data = source->data,
                                           .size = source->end,
                                           .name = source->path,
                                           .is_chosen = chosen};
    source->kind = am_mailfile_of(&first, &start, &message_bytes);
    source->at = start;
    return source->kind == AM_MAILFILE_DBOX
               ? take_dbox(source, message_bytes, err)
               : 0;
}

int am_source_open(struct am_source *source, const char *path, bool chosen,
                   enum am_mailfile *kind, struct am_err *err)
{
    am_source_close(source);
    source->path = path;
    if (look(source, chosen, err) < 0) {
        am_source_close(source);
        return -1;
    }
    *kind = source->kind;
    if (!am_mailfile_is_measured(source->kind))
        am_source_close(source);
    return 0;
}

/* ---- the lines of an mbox ---- */

/* The bytes of the line at `at`, its line end counted, within what is there. */
static size_t line_size(const struct am_source *source, size_t at)
{
    const unsigned char *line = source->data + at;
    size_t size = source->end - at;
    const unsigned char *lf = size > 0 ? memchr(line, '\n', size) : NULL;

    return lf == NULL ? size : (size_t)(lf + 1 - line);
}

/*
 * The bytes of the line at `at` if it is empty and nothing, or another message,
 * follows: it ends the message and is not part of it.  Else 0.
 */
static size_t last_blank(const struct am_source *source, size_t at)
{
    const unsigned char *line = source->data + at;
    size_t size = 0;

    if (source->end - at >= 1 && line[0] == '\n') {
        size = 1;
    } else if (source->end - at >= 2 && line[0] == '\r' && line[1] == '\n') {
        size = 2;
    }
    if (size == 0 || at + size == source->end)
        return size;
    size_t next = line_size(source, at + size);
    return am_mailfile_is_from_line(line + size, next) ? size : 0;
}

/*
 * At the start of a line at `at`: how many bytes of the message stand there, 0
 * for none, *blank being those of the empty line that ends it; or that has to
 * be told when more was read.
 */
static size_t next_line(const struct am_source *source, size_t at,
                        size_t *blank)
{
    *blank = 0;
    if (source->at_line_start) {
        if (!source->at_end && source->end - at < LOOK_BYTES)
            return 0;
        *blank = last_blank(source, at);
        if (*blank > 0)
            return 0;
    }
    return line_size(source, at);
}

/* Give the lines up to the end of the message, as far as they are there. */
static long read_mbox(struct am_source *source, const void **data)
{
    size_t start = source->at;
    size_t at = start;
    size_t blank = 0;

    while (at < source->end) {
        size_t size = next_line(source, at, &blank);
        if (size == 0)
            break;
        at += size;
        source->at_line_start = source->data[at - 1] == '\n';
    }
    if (blank > 0)
        source->is_open = false;
    source->at = at + blank;
    *data = source->data + start;
    return (long)(at - start);
}

/* ---- messages ---- */

long am_source_read(struct am_source *source, const void **data,
                    struct am_err *err)
{
    if (!source->is_open)
        return 0;
    if (fill(source, LOOK_BYTES, err) < 0) {
        am_source_close(source);
        return -1;
    }
    if (source->at == source->end) {
        source->is_open = false;
        return 0;
    }
    if (source->kind == AM_MAILFILE_MBOX)
        return read_mbox(source, data);
    *data = source->data + source->at;
    long size = (long)(source->end - source->at);
    source->at = source->end;
    return size;
}

int am_source_next(struct am_source *source, struct am_err *err)
{
    const void *data = NULL;
    long size = 0;

    do {
        size = am_source_read(source, &data, err);
    } while (size > 0);
    if (size < 0)
        return -1;
    if (source->fd < 0)
        return 0;
    if (fill(source, LOOK_BYTES, err) < 0) {
        am_source_close(source);
        return -1;
    }
    if (source->at == source->end && source->is_read)
        return 0;
    if (source->kind == AM_MAILFILE_MBOX)
        source->at += line_size(source, source->at);
    source->is_read = source->is_open = source->at_line_start = true;
    return 1;
}
