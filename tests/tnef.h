/*
 * tnef - TNEF streams for tests, built piece by piece (MS-OXTNEF section
 * 2.1.3).
 */
#ifndef AM_TESTS_TNEF_H
#define AM_TESTS_TNEF_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define TNEF_ROOM 65536

struct tnef {
    unsigned char data[TNEF_ROOM];
    size_t size;
    size_t value; /* where the value of the attribute at hand begins */
};

#define MESSAGE    1U /* levels */
#define ATTACHED   2U
#define REND_DATA  0x00069002U /* attributes */
#define MSG_PROPS  0x00069003U
#define ATTACHMENT 0x00069005U
#define DATA       0x0006800fU
#define TITLE      0x00018010U

static inline void tnef_bytes(struct tnef *t, const void *data, size_t size)
{
    if (t->size + size > TNEF_ROOM)
        abort();
    memcpy(t->data + t->size, data, size);
    t->size += size;
}

static inline void tnef_number(struct tnef *t, uint32_t number, size_t size)
{
    for (size_t i = 0; i < size; i++, number >>= 8) {
        unsigned char c = (unsigned char)number;
        tnef_bytes(t, &c, 1);
    }
}

static inline void tnef_start(struct tnef *t)
{
    t->size = 0;
    tnef_number(t, 0x223e9f78, 4);
    tnef_number(t, 1, 2);
}

static inline void tnef_begin(struct tnef *t, uint32_t level, uint32_t id)
{
    tnef_number(t, level, 1);
    tnef_number(t, id, 4);
    tnef_number(t, 0, 4);
    t->value = t->size;
}

/* Ends an attribute: its length and checksum become right. */
static inline void tnef_end(struct tnef *t)
{
    size_t end = t->size;
    uint32_t sum = 0;

    for (size_t i = t->value; i < end; i++)
        sum += t->data[i];
    t->size = t->value - 4;
    tnef_number(t, (uint32_t)(end - t->value), 4);
    t->size = end;
    tnef_number(t, sum, 2);
}

static inline void tnef_attribute(struct tnef *t, uint32_t level, uint32_t id,
                                  const char *text)
{
    tnef_begin(t, level, id);
    tnef_bytes(t, text, strlen(text));
    tnef_end(t);
}

/* Begins an attachment: a file, in default encoding. */
static inline void tnef_rend_data(struct tnef *t)
{
    tnef_begin(t, ATTACHED, REND_DATA);
    tnef_bytes(t, "\1\0\xff\xff\xff\xff\0\0\0\0\0\0\0\0", 14);
    tnef_end(t);
}

/* Properties: "P" numbers are type + id as they stand in the stream. */
static inline void tnef_tag(struct tnef *t, uint32_t type, uint32_t id)
{
    tnef_number(t, type, 2);
    tnef_number(t, id, 2);
}

static inline void tnef_pad(struct tnef *t)
{
    while ((t->size - t->value) % 4 != 0)
        tnef_number(t, 0, 1);
}

/* A value of variable size, without the count before it. */
static inline void tnef_value(struct tnef *t, const void *data, size_t size)
{
    tnef_number(t, (uint32_t)size, 4);
    tnef_bytes(t, data, size);
    tnef_pad(t);
}

/* A property of a single value of variable size. */
static inline void tnef_variable(struct tnef *t, uint32_t type, uint32_t id,
                                 const char *text)
{
    tnef_tag(t, type, id);
    tnef_number(t, 1, 4);
    tnef_value(t, text, strlen(text));
}

#endif
