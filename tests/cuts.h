/*
 * cuts - the ways a test cuts a message into chunks.
 */
#ifndef AM_TESTS_CUTS_H
#define AM_TESTS_CUTS_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define CUT_WAYS                                               \
 25 /* whole, byte by byte, five bytes and all others, and the \
       rest at random */

/* The size of the next chunk, of what is left; *state is 0 at first. */
static inline size_t cut_next(int way, size_t left, unsigned *state)
{
    if (way == 0)
        return left;
    if (way == 1)
        return 1;
    if (way == 2 && (*state)++ == 0)
        return left < 5 ? left : 5;
    if (way == 2)
        return left;
    if (*state == 0)
        *state = (unsigned)way * 2654435761U;
    *state = *state * 1664525U + 1013904223U;
    size_t most = way % 3 == 0 ? 4 : way % 3 == 1 ? 40 : 400;
    size_t size = 1 + (*state >> 8) % most;
    return size < left ? size : left;
}

/* The bytes with CR before each LF; *size is updated, free() the result. */
static inline char *with_crlf(const char *data, size_t *size)
{
    char *out = malloc(*size * 2 + 1);
    size_t n = 0;

    for (size_t i = 0; out != NULL && i < *size; i++) {
        if (data[i] == '\n')
            out[n++] = '\r';
        out[n++] = data[i];
    }
    *size = n;
    return out;
}

#endif
