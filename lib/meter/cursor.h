/*
 * cursor - numbers and bytes read one after the other out of bytes that may be
 * damaged, little-endian.
 *
 * A cursor that ran out stays at its end and gives zeros; whoever reads looks
 * at `bad` once, when all is read.
 */
#ifndef AM_METER_CURSOR_H
#define AM_METER_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct am_cursor {
    const unsigned char *p;
    size_t left;
    bool bad;
};

static inline void am_cursor_bytes(struct am_cursor *in, void *data,
                                   size_t size)
{
    if (size > in->left) {
        in->bad = true;
        in->left = 0;
        memset(data, 0, size);
        return;
    }
    memcpy(data, in->p, size);
    in->p += size;
    in->left -= size;
}

static inline uint64_t am_cursor_number(struct am_cursor *in, size_t size)
{
    unsigned char bytes[8];
    uint64_t number = 0;

    am_cursor_bytes(in, bytes, size);
    for (size_t i = 0; i < size; i++)
        number |= (uint64_t)bytes[i] << (8 * i);
    return number;
}

/* A number that is an enum below limit. */
static inline uint8_t am_cursor_code(struct am_cursor *in, unsigned limit)
{
    uint64_t number = am_cursor_number(in, 1);
    if (number >= limit)
        in->bad = true;
    return (uint8_t)number;
}

/* How many items of item_size follow; more than there are bytes cannot be. */
static inline size_t am_cursor_count(struct am_cursor *in, size_t item_size)
{
    uint64_t count = am_cursor_number(in, 4);
    if (count > in->left / item_size) {
        in->bad = true;
        return 0;
    }
    return (size_t)count;
}

/* A reader for count items of item_size that come next, which are passed. */
static inline struct am_cursor am_cursor_items(struct am_cursor *in,
                                               size_t item_size, size_t *count)
{
    *count = am_cursor_count(in, item_size);
    struct am_cursor items = {.p = in->p, .left = *count * item_size};
    in->p += items.left;
    in->left -= items.left;
    return items;
}

#endif
