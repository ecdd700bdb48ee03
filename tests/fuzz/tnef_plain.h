/*
 * tnef_plain - a plain reading of a whole TNEF stream by the rules of
 * codec/tnef.h, to compare with.  Knows no limit of attachments.
 */
#ifndef AM_TESTS_FUZZ_TNEF_PLAIN_H
#define AM_TESTS_FUZZ_TNEF_PLAIN_H

#include "codec/flaw.h"
#include "fuzz.h"

#define SEPARATOR "\0/\0" /* behind each attachment, in what is told */

struct plain_tnef {
    const struct text *stream;
    uint32_t flaws;
    struct text attachments;
    /* The attachment at hand: */
    struct text content;
    bool is_open, is_bad, has_bytes, from_attribute;
};

static inline uint32_t plain_number(const unsigned char *bytes, size_t size)
{
    uint32_t number = 0;

    for (size_t i = 0; i < size; i++)
        number |= (uint32_t)bytes[i] << (8 * i);
    return number;
}

/* Bytes of a property list, or of a part of it. */
struct plain_list {
    const unsigned char *at, *end;
    bool is_bad;
};

/* The next bytes of the list, or NULL. */
static inline const unsigned char *plain_take(struct plain_list *list,
                                              uint64_t size)
{
    const unsigned char *at = list->at;

    if (list->is_bad || size > (size_t)(list->end - at)) {
        list->is_bad = true;
        return NULL;
    }
    list->at += size;
    return at;
}

static inline uint32_t plain_take_number(struct plain_list *list, size_t size)
{
    const unsigned char *bytes = plain_take(list, size);

    return bytes == NULL ? 0 : plain_number(bytes, size);
}

/* Padding may be missing at the end of the list. */
static inline void plain_pad(struct plain_list *list, uint64_t size)
{
    size_t left = (size_t)(list->end - list->at);
    size_t padding = -size & 3;

    list->at += padding < left ? padding : left;
}

/* Bytes that may be the attachment: a property goes before an attribute, and
 * bytes before none. */
static inline void plain_offer(struct plain_tnef *tnef,
                               const unsigned char *data, size_t size,
                               bool from_attribute)
{
    bool is_better = size > 0 && (tnef->content.size == 0 ||
                                  (tnef->from_attribute && !from_attribute));

    if (tnef->has_bytes && !is_better)
        return;
    tnef->has_bytes = true;
    tnef->from_attribute = from_attribute;
    tnef->content.size = 0;
    add(&tnef->content, data, size);
}

/* MS-OXCDATA section 2.11.1: bytes with padding; -1 variable, -2 unknown. */
static inline int plain_size_of(unsigned type)
{
    static const struct {
        unsigned type;
        int size;
    } sizes[] = {{0x01, 0},  {0x02, 4},  {0x03, 4},  {0x04, 4},
                 {0x05, 8},  {0x06, 8},  {0x07, 8},  {0x0a, 4},
                 {0x0b, 4},  {0x0d, -1}, {0x14, 8},  {0x1e, -1},
                 {0x1f, -1}, {0x40, 8},  {0x48, 16}, {0x102, -1}};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        if (sizes[i].type == type)
            return sizes[i].size;
    }
    return -2;
}

static inline void plain_name(struct plain_list *list)
{
    plain_take(list, 16);
    uint32_t kind = plain_take_number(list, 4);
    uint32_t number = plain_take_number(list, 4);
    if (kind == 1)
        plain_take(list, ((uint64_t)number + 3) / 4 * 4);
    if (kind > 1)
        list->is_bad = true;
}

/* A value of variable size; wanted: it may be the attachment. */
static inline void plain_value(struct plain_tnef *tnef, struct plain_list *list,
                               unsigned type, bool is_wanted)
{
    uint32_t size = plain_take_number(list, 4);
    const unsigned char *value = plain_take(list, size);
    uint32_t skip = type == 0x0d ? 16 : 0; /* the interface of an object */

    if (value == NULL)
        return;
    plain_pad(list, size);
    if (!is_wanted || (type != 0x0d && type != 0x102))
        return;
    if (size < skip) {
        list->is_bad = true;
    } else {
        plain_offer(tnef, value + skip, size - skip, false);
    }
}

static inline void plain_property(struct plain_tnef *tnef,
                                  struct plain_list *list)
{
    uint32_t tag = plain_take_number(list, 4);
    unsigned type = tag & 0xefff;
    bool is_many = tag & 0x1000;
    uint32_t id = tag >> 16;
    int size = plain_size_of(type);

    if (id >= 0x8000)
        plain_name(list);
    list->is_bad = list->is_bad || size == -2 || (size == 0 && is_many);
    if (list->is_bad)
        return;
    uint64_t count = size == -1 || is_many ? plain_take_number(list, 4) : 1;
    if (size >= 0) {
        plain_take(list, count * (uint64_t)size);
        return;
    }
    for (uint64_t i = 0; i < count && !list->is_bad; i++)
        plain_value(tnef, list, type, id == 0x3701 && i == 0);
}

static inline void plain_properties(struct plain_tnef *tnef,
                                    struct plain_list *list)
{
    uint32_t count = plain_take_number(list, 4);

    for (uint32_t i = 0; i < count && !list->is_bad; i++)
        plain_property(tnef, list);
}

static inline void plain_close(struct plain_tnef *tnef)
{
    if (tnef->is_open && tnef->has_bytes && !tnef->is_bad) {
        add(&tnef->attachments, tnef->content.data, tnef->content.size);
        add(&tnef->attachments, SEPARATOR, sizeof(SEPARATOR) - 1);
    }
    tnef->is_open = tnef->has_bytes = tnef->is_bad = false;
    tnef->content.size = 0;
}

/* An attribute of an attachment. */
static inline void plain_attribute(struct plain_tnef *tnef, uint32_t id,
                                   const unsigned char *value, size_t size)
{
    struct plain_list list = {value, value + size, false};

    if (id == 0x69002) {
        plain_close(tnef);
        tnef->is_open = true;
    } else if (!tnef->is_open) {
        tnef->flaws |= AM_FLAW_BIT(AM_FLAW_TNEF_DAMAGED);
    } else if (id == 0x6800f) {
        plain_offer(tnef, value, size, true);
    } else if (id == 0x69005) {
        plain_properties(tnef, &list);
        if (list.is_bad)
            tnef->flaws |= AM_FLAW_BIT(AM_FLAW_TNEF_DAMAGED);
        tnef->is_bad = tnef->is_bad || list.is_bad;
    }
}

static inline bool plain_is_right(const unsigned char *value, size_t size)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < size; i++)
        sum += value[i];
    return plain_number(value + size, 2) == (sum & 0xffff);
}

/* Read the attribute at *at; false: it is cut off. */
static inline bool plain_step(struct plain_tnef *tnef, size_t *at)
{
    const unsigned char *head = tnef->stream->data + *at;
    size_t left = tnef->stream->size - *at;
    bool of_attachment = head[0] == 2;

    if (left < 9)
        return false;
    uint32_t id = plain_number(head + 1, 4);
    size_t size = plain_number(head + 5, 4);
    if (of_attachment && id == 0x69002)
        plain_close(tnef);
    if (left - 9 < size + 2)
        return false;
    if (of_attachment)
        plain_attribute(tnef, id, head + 9, size);
    if (!plain_is_right(head + 9, size)) {
        tnef->flaws |= AM_FLAW_BIT(AM_FLAW_TNEF_CHECKSUM);
        tnef->is_bad = tnef->is_bad || of_attachment;
    }
    *at += 9 + size + 2;
    return true;
}

static inline void plain_tnef_read(struct plain_tnef *tnef)
{
    const struct text *stream = tnef->stream;
    bool is_whole =
        stream->size >= 6 && memcmp(stream->data, "\x78\x9f\x3e\x22", 4) == 0;

    for (size_t at = 6; is_whole && at < stream->size;) {
        if (stream->data[at] != 1 && stream->data[at] != 2) {
            tnef->flaws |= AM_FLAW_BIT(AM_FLAW_TNEF_DAMAGED);
            break;
        }
        is_whole = plain_step(tnef, &at);
    }
    if (is_whole) {
        plain_close(tnef);
    } else {
        tnef->flaws |= AM_FLAW_BIT(AM_FLAW_TNEF_DAMAGED);
    }
}

#endif
