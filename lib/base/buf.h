/*
 * buf - bytes that grow up to a limit.
 *
 * Invariant: size <= room <= limit, and data is NULL only while room is 0.
 * Not a string: nothing ends it in NUL.
 */
#ifndef AM_BASE_BUF_H
#define AM_BASE_BUF_H

#include <stddef.h>

#include "base/err.h"

struct am_buf {
    unsigned char *data;
    size_t size;  /* bytes in use */
    size_t room;  /* bytes allocated */
    size_t limit; /* bytes it may ever hold */
};

/* An empty buffer of at most limit bytes.  Allocates nothing. */
void am_buf_init(struct am_buf *buf, size_t limit);

/* Give the memory back; the buffer is empty again and may be used again. */
void am_buf_free(struct am_buf *buf);

/* Forget the bytes, keep the memory. */
void am_buf_clear(struct am_buf *buf);

/*
 * Make place for size more bytes.  Fails with AM_ENOMEM, or with AM_EFULL if
 * the limit forbids it; the buffer is as before then.
 */
AM_MUST_CHECK int am_buf_reserve(struct am_buf *buf, size_t size,
                                 struct am_err *err);

/* Add size bytes.  Fails as am_buf_reserve() does. */
AM_MUST_CHECK int am_buf_add(struct am_buf *buf, const void *data, size_t size,
                             struct am_err *err);

#endif
