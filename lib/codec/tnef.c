/* tnef - see tnef.h. */
#include "codec/tnef.h"

#include <string.h>

#include "codec/tnef_bytes.h"

#define START_BYTES    6
#define HEAD_BYTES     8
#define CHECKSUM_BYTES 2

enum {
    LEVEL_MESSAGE = 1,
    LEVEL_ATTACHMENT = 2
};

enum {
    ATTACH_REND_DATA = 0x00069002,
    ATTACHMENT = 0x00069005,
    ATTACH_DATA = 0x0006800f
};

void am_tnef_begin(struct am_tnef *tnef, unsigned most)
{
    *tnef = (struct am_tnef){.state = AM_TNEF_START, .most = most};
}

void am_tnef_push(struct am_tnef *tnef, const void *data, size_t size)
{
    tnef->data = data;
    tnef->size = size;
}

void am_tnef_finish(struct am_tnef *tnef)
{
    tnef->finished = true;
}

uint32_t am_tnef_flaws(const struct am_tnef *tnef)
{
    return tnef->flaws;
}

static void note(struct am_tnef *tnef, enum am_flaw flaw)
{
    tnef->flaws |= AM_FLAW_BIT(flaw);
}

/* The attribute at hand cannot be read, so the attachment it tells of cannot
 * be either; nothing of a message attribute is used. */
static void spoil(struct am_tnef *tnef, enum am_flaw flaw)
{
    note(tnef, flaw);
    if (tnef->of_attachment)
        tnef->is_bad = true;
    tnef->is_taken = false;
}

static void take(struct am_tnef *tnef, size_t size)
{
    tnef->data += size;
    tnef->size -= size;
}

/* Gather the bytes of a field: true when they are all there. */
static bool gather(struct am_tnef *tnef, size_t bytes)
{
    size_t n = bytes - tnef->have;

    if (n > tnef->size)
        n = tnef->size;
    memcpy(tnef->field + tnef->have, tnef->data, n);
    tnef->have += (uint8_t)n;
    take(tnef, n);
    if (tnef->have < bytes)
        return false;
    tnef->have = 0;
    return true;
}

/* The attachment at hand is over. */
static void close_attachment(struct am_tnef *tnef, struct am_tnef_event *event)
{
    if (tnef->is_open && tnef->has_bytes && !tnef->is_bad) {
        tnef->count++;
        event->kind = AM_TNEF_WHOLE;
    }
    tnef->is_open = false;
}

static void open_attachment(struct am_tnef *tnef)
{
    tnef->is_open = true;
    tnef->is_bad = tnef->has_bytes = false;
}

static void stop(struct am_tnef *tnef, enum am_flaw flaw)
{
    note(tnef, flaw);
    tnef->state = AM_TNEF_OVER;
}

/* Bytes of the attachment at hand begin, size of them: are they the ones? */
static void offer(struct am_tnef *tnef, uint64_t size, bool from_attribute,
                  struct am_tnef_event *event)
{
    bool is_better = size > 0 && (tnef->is_empty ||
                                  (tnef->from_attribute && !from_attribute));

    tnef->is_taken = !tnef->is_bad && (!tnef->has_bytes || is_better);
    if (!tnef->is_taken)
        return;
    if (tnef->count == tnef->most) {
        stop(tnef, AM_FLAW_LIMIT_TNEF);
        return;
    }
    tnef->has_bytes = true;
    tnef->is_empty = size == 0;
    tnef->from_attribute = from_attribute;
    event->kind = AM_TNEF_BEGIN;
}

static void begin_value(struct am_tnef *tnef, uint32_t id,
                        struct am_tnef_event *event)
{
    bool is_inside = tnef->is_open || id == ATTACH_REND_DATA;

    tnef->use = AM_TNEF_SKIP;
    tnef->sum = 0;
    tnef->state = AM_TNEF_VALUE;
    if (!tnef->of_attachment)
        return;
    if (!is_inside) {
        note(tnef, AM_FLAW_TNEF_DAMAGED);
    } else if (id == ATTACH_REND_DATA) {
        close_attachment(tnef, event);
        open_attachment(tnef);
    } else if (id == ATTACH_DATA) {
        tnef->use = AM_TNEF_BYTES;
        offer(tnef, tnef->left, true, event);
    } else if (id == ATTACHMENT) {
        tnef->use = AM_TNEF_LIST;
        am_tnef_props_begin(&tnef->props);
    }
}

static void add_sum(struct am_tnef *tnef, size_t size)
{
    uint32_t sum = tnef->sum;

    for (size_t i = 0; i < size; i++)
        sum += tnef->data[i];
    tnef->sum = (uint16_t)sum;
}

static void tell(struct am_tnef *tnef, size_t size, struct am_tnef_event *event)
{
    if (!tnef->is_taken || size == 0)
        return;
    *event = (struct am_tnef_event){AM_TNEF_DATA, tnef->data, size};
}

/* Take some bytes of a property list; returns how many. */
static size_t take_list(struct am_tnef *tnef, size_t size,
                        struct am_tnef_event *event)
{
    size_t used = size;

    switch (
        am_tnef_props_take(&tnef->props, tnef->data, size, tnef->left, &used)) {
    case AM_TNEF_FOUND_NOTHING:
        break;
    case AM_TNEF_FOUND_VALUE:
        offer(tnef, tnef->props.value_bytes, false, event);
        break;
    case AM_TNEF_FOUND_BYTES:
        tell(tnef, used, event);
        break;
    case AM_TNEF_FOUND_DAMAGE:
        spoil(tnef, AM_FLAW_TNEF_DAMAGED);
        tnef->use = AM_TNEF_SKIP;
        return 0;
    }
    return used;
}

static void take_value(struct am_tnef *tnef, struct am_tnef_event *event)
{
    size_t size = tnef->left < tnef->size ? tnef->left : tnef->size;

    if (tnef->left == 0) {
        if (tnef->use == AM_TNEF_LIST && !am_tnef_props_whole(&tnef->props))
            spoil(tnef, AM_FLAW_TNEF_DAMAGED);
        tnef->state = AM_TNEF_CHECKSUM;
        return;
    }
    if (tnef->use == AM_TNEF_LIST) {
        size = take_list(tnef, size, event);
    } else if (tnef->use == AM_TNEF_BYTES) {
        tell(tnef, size, event);
    }
    add_sum(tnef, size);
    tnef->left -= (uint32_t)size;
    take(tnef, size);
}

/* Take a field, or some of a value.  Each call takes a byte or goes to another
 * state; false: there are no more bytes. */
static bool step(struct am_tnef *tnef, struct am_tnef_event *event)
{
    bool at_end = tnef->state == AM_TNEF_VALUE && tnef->left == 0;

    if (tnef->state == AM_TNEF_OVER)
        tnef->size = 0;
    if (tnef->size == 0 && !at_end)
        return false;
    switch (tnef->state) {
    case AM_TNEF_START:
        if (!gather(tnef, START_BYTES))
            break;
        tnef->state = AM_TNEF_LEVEL;
        if (memcmp(tnef->field, AM_TNEF_SIGNATURE, 4) != 0)
            stop(tnef, AM_FLAW_TNEF_DAMAGED);
        break;
    case AM_TNEF_LEVEL:
        gather(tnef, 1);
        tnef->state = AM_TNEF_HEAD;
        tnef->of_attachment = tnef->field[0] == LEVEL_ATTACHMENT;
        if (tnef->of_attachment || tnef->field[0] == LEVEL_MESSAGE)
            break;
        close_attachment(tnef, event);
        stop(tnef, AM_FLAW_TNEF_DAMAGED);
        break;
    case AM_TNEF_HEAD:
        if (!gather(tnef, HEAD_BYTES))
            break;
        tnef->left = am_tnef_number(tnef->field + 4, 4);
        begin_value(tnef, am_tnef_number(tnef->field, 4), event);
        break;
    case AM_TNEF_VALUE:
        take_value(tnef, event);
        break;
    case AM_TNEF_CHECKSUM:
        if (!gather(tnef, CHECKSUM_BYTES))
            break;
        tnef->state = AM_TNEF_LEVEL;
        if (am_tnef_number(tnef->field, 2) != tnef->sum)
            spoil(tnef, AM_FLAW_TNEF_CHECKSUM);
        break;
    case AM_TNEF_OVER:
        break;
    }
    return true;
}

/* The stream has ended where it may, or not. */
static void end(struct am_tnef *tnef, struct am_tnef_event *event)
{
    if (tnef->state == AM_TNEF_OVER)
        return;
    if (tnef->state == AM_TNEF_LEVEL) {
        close_attachment(tnef, event);
    } else {
        note(tnef, AM_FLAW_TNEF_DAMAGED);
    }
    tnef->state = AM_TNEF_OVER;
}

void am_tnef_next(struct am_tnef *tnef, struct am_tnef_event *event)
{
    *event = (struct am_tnef_event){.kind = AM_TNEF_MORE};
    while (event->kind == AM_TNEF_MORE && step(tnef, event)) {
    }
    if (event->kind == AM_TNEF_MORE && tnef->finished)
        end(tnef, event);
}
