/*
 * fuzz - what the fuzz targets share: an input, the cuts drawn from it, and how
 * a property that does not hold is told.
 *
 * An input is read as
 *
 *   1 byte options: the low four bits are the number of cuts, the others are
 *     the target's,
 *   1 byte a cut: the size of a chunk (see next_size()), used over and over,
 *   the text, to the end.
 *
 * So "3 !Atext" is a text in chunks of 32, 33 and 65 bytes, and "0text" one in
 * a single chunk: seeds can be written by hand.
 */
#ifndef AM_TESTS_FUZZ_H
#define AM_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Abort, with what was expected, unless it is so. */
#define MUST(expected) \
 ((expected) ? (void)0 : fuzz_fail(#expected, __FILE__, __LINE__))

static inline void fuzz_fail(const char *expected, const char *file, int line)
{
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, expected);
    abort();
}

/* The target: one input.  What does not hold ends in MUST(). */
void fuzz_one(const unsigned char *data, size_t size);

struct cuts {
    const unsigned char *sizes;
    size_t count; /* 0: no cut at all */
    size_t at;
};

struct input {
    unsigned options; /* 0 to 15 */
    struct cuts cuts;
    const unsigned char *text;
    size_t size;
};

static inline struct input input_of(const unsigned char *data, size_t size)
{
    struct input input = {.text = data, .size = size};

    if (size == 0)
        return input;
    size_t count = data[0] & 15U;
    if (count > size - 1)
        count = size - 1;
    input.options = data[0] >> 4;
    input.cuts = (struct cuts){data + 1, count, 0};
    input.text += 1 + count;
    input.size -= 1 + count;
    return input;
}

/* The chunks of one byte each. */
static inline struct cuts single_bytes(void)
{
    static const unsigned char one[] = {1};

    return (struct cuts){one, 1, 0};
}

/* The size of the next chunk of the bytes left, at least 1 of them: sizes from
 * 201 on stand for larger chunks. */
static inline size_t next_size(struct cuts *cuts, size_t left)
{
    if (cuts->count == 0)
        return left;
    size_t size = cuts->sizes[cuts->at++ % cuts->count];
    if (size > 200)
        size = (size - 200) * 97;
    if (size == 0)
        size = 1;
    return size < left ? size : left;
}

/* A copy in memory of just this size, so that a sanitizer sees each byte read
 * too far; free() it. */
static inline unsigned char *copy_of(const void *data, size_t size)
{
    unsigned char *copy = malloc(size > 0 ? size : 1);

    MUST(copy != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    return copy;
}

/* Bytes that grow. */
struct text {
    unsigned char *data;
    size_t size;
    size_t room;
};

static inline void add(struct text *text, const void *data, size_t size)
{
    if (size == 0)
        return;
    if (size > text->room - text->size) {
        text->room = 2 * text->room + size;
        text->data = realloc(text->data, text->room);
        MUST(text->data != NULL);
    }
    memcpy(text->data + text->size, data, size);
    text->size += size;
}

static inline void add_byte(struct text *text, unsigned byte)
{
    unsigned char one = (unsigned char)byte;

    add(text, &one, 1);
}

static inline void add_string(struct text *text, const char *string)
{
    add(text, string, strlen(string));
}

static inline bool same_bytes(const void *a, size_t a_size, const void *b,
                              size_t b_size)
{
    return a_size == b_size && (a_size == 0 || memcmp(a, b, a_size) == 0);
}

static inline bool same_text(const struct text *a, const struct text *b)
{
    return same_bytes(a->data, a->size, b->data, b->size);
}

/* The bytes with a CR before each LF that has none; free() its data. */
static inline struct text crlf_of(const unsigned char *data, size_t size)
{
    struct text text = {0};

    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
            add_byte(&text, '\r');
        add_byte(&text, data[i]);
    }
    return text;
}

#endif
