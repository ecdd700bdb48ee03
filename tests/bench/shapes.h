/*
 * shapes - messages of one shape each, of any size: the forms of base64 that
 * mailers write, and what somebody would send who wants to keep us busy.
 *
 * The bench measures their speed, the limits that the instructions grow no
 * faster than the bytes.
 */
#ifndef AM_BENCH_SHAPES_H
#define AM_BENCH_SHAPES_H

#include <stddef.h>

#include "base/buf.h"
#include "mta/random.h"

struct shape_writer {
    struct am_buf *out;
    struct am_random random;
    size_t until; /* the size that out shall get to, about */
};

struct shape {
    const char *name;
    const char *head; /* then units, or what the maker makes */
    const char *unit; /* ended by NUL, unless its size is told */
    size_t unit_size;
    void (*make)(struct shape_writer *writer, const struct shape *shape);
    const char *tail;
    size_t size;      /* bytes to try first; 0: as many as one likes */
    unsigned columns; /* for the maker */
    const char *line_end;
};

/* Whose speed is told of: the 13 of the bench. */
extern const struct shape shapes_fast[];
extern const size_t shapes_fast_count;

/* Who shall not cost more than its bytes. */
extern const struct shape shapes_hostile[];
extern const size_t shapes_hostile_count;

/* Put a message of this shape and of about size bytes into out. */
void shape_make(const struct shape *shape, size_t size, struct am_buf *out);

/* For makers: text, formatted, of at most 1,023 bytes. */
void shape_put(struct shape_writer *writer, const char *format, ...)
    AM_PRINTF(2, 3);
void shape_add(struct shape_writer *writer, const void *data, size_t size);

/* The header of a multipart with one file in this transfer encoding. */
#define SHAPE_FILE(type, encoding)                          \
 "MIME-Version: 1.0\r\n"                                    \
 "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" \
 "Content-Type: " type "; name=x\r\n"                       \
 "Content-Transfer-Encoding: " encoding "\r\n\r\n"
#define SHAPE_END "\r\n--b--\r\n"

#endif
