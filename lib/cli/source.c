/*
 * source - see source.h.
 *
 * In an mbox each line is looked at with the next LOOK_BYTES at hand, so that
 * an empty line knows whether it is the last one of its message.
 */
#include "cli/source.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/walk.h"

#define CHUNK_BYTES 65536
#define LOOK_BYTES  1024 /* enough to tell how a message begins or ends */

struct am_source {
    struct am_walk *walk;
    int fd; /* of the file being read, or -1 */
    bool is_mbox;
    bool at_end;        /* the file has no more bytes */
    bool is_open;       /* a message is being read */
    bool is_read;       /* its first message was begun */
    bool at_line_start; /* the next byte of data begins a line */
    size_t at, end;     /* bytes of data not given yet */
    unsigned char data[CHUNK_BYTES];
};

int am_source_open(struct am_source **source, const char *path,
                   struct am_err *err)
{
    struct am_source *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory to read %s", path);

    new->fd = -1;
    if (am_walk_open(&new->walk, path, err) < 0) {
        free(new);
        return -1;
    }
    *source = new;
    return 0;
}

static void close_file(struct am_source *source)
{
    if (source->fd >= 0)
        close(source->fd);
    source->fd = -1;
    source->is_open = false;
}

void am_source_close(struct am_source **source)
{
    if (*source == NULL)
        return;
    close_file(*source);
    am_walk_close(&(*source)->walk);
    free(*source);
    *source = NULL;
}

const char *am_source_name(const struct am_source *source)
{
    return am_walk_name(source->walk);
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
        ssize_t n = read(source->fd, source->data + source->end,
                         sizeof(source->data) - source->end);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return am_fail_errno(err, errno, "%s", am_source_name(source));
        source->at_end = n == 0;
        source->end += (size_t)n;
    }
    return 0;
}

static bool is_from(const unsigned char *line, size_t size)
{
    return size >= 5 && memcmp(line, "From ", 5) == 0;
}

/* Does it begin with "Name:"?  Then it may be a message. */
static bool is_field(const unsigned char *line, size_t size)
{
    size_t i = 0;

    while (i < size && (isalnum(line[i]) || line[i] == '-' || line[i] == '_'))
        i++;
    return i > 0 && i < size && line[i] == ':' && isalpha(line[0]);
}

/* A "From " line of an mbox has a time, "12:34", and a year, "2024". */
static bool is_from_line(const unsigned char *line, size_t size)
{
    bool has_time = false, has_year = false;

    if (!is_from(line, size))
        return false;
    for (size_t i = 5; i + 4 < size; i++) {
        const unsigned char *p = line + i;
        if (isdigit(p[0]) && isdigit(p[1]) && p[2] == ':' && isdigit(p[3]) &&
            isdigit(p[4]))
            has_time = true;
        if (p[0] == ' ' && isdigit(p[1]) && isdigit(p[2]) && isdigit(p[3]) &&
            isdigit(p[4]))
            has_year = true;
    }
    return has_time && has_year;
}

/* Open the next file that holds mail: 1, 0 after the last, or -1. */
static int open_file(struct am_source *source, struct am_err *err)
{
    for (;;) {
        struct am_err walk_err;
        bool is_chosen = false;
        source->fd = am_walk_next(source->walk, &is_chosen, &walk_err);
        if (source->fd < 0 && walk_err.code == AM_OK)
            return 0;
        if (source->fd < 0)
            return am_fail(err, walk_err.code, "%s", walk_err.text);
        source->at = source->end = 0;
        source->at_end = false;
        if (fill(source, LOOK_BYTES, err) < 0) {
            close_file(source);
            return -1;
        }
        const unsigned char *data = source->data;
        source->is_mbox = is_from(data, source->end);
        source->is_read = false;
        if (is_chosen || source->is_mbox || is_field(data, source->end))
            return 1;
        close_file(source);
    }
}

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
    return is_from_line(line + size, next) ? size : 0;
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

long am_source_read(struct am_source *source, const void **data,
                    struct am_err *err)
{
    if (!source->is_open)
        return 0;
    if (fill(source, LOOK_BYTES, err) < 0) {
        close_file(source);
        return -1;
    }
    if (source->at == source->end) {
        source->is_open = false;
        return 0;
    }
    if (source->is_mbox)
        return read_mbox(source, data);
    *data = source->data + source->at;
    long size = (long)(source->end - source->at);
    source->at = source->end;
    return size;
}

/* Another message in this file?  Then begin it. */
static bool begin_message(struct am_source *source)
{
    if (source->at == source->end && source->is_read)
        return false;
    if (source->is_mbox)
        source->at += line_size(source, source->at);
    source->is_read = true;
    source->is_open = true;
    source->at_line_start = true;
    return true;
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
    if (source->fd >= 0 && fill(source, LOOK_BYTES, err) < 0) {
        close_file(source);
        return -1;
    }
    if (source->fd >= 0 && begin_message(source))
        return 1;
    close_file(source);
    int found = open_file(source, err);
    if (found > 0)
        begin_message(source);
    return found;
}
