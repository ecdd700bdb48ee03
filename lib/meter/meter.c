/*
 * meter - see meter.h.
 *
 * There is a pile of levels, each a parser over what the level below decoded;
 * nearly always only level 0 is there.  The loop in run() moves bytes upwards
 * without recursion: it is at level `at`, and `top` is the highest one.  The
 * leaf being measured belongs to the highest.
 */
#include "meter/meter.h"

#include <stdlib.h>
#include <string.h>

#include "base/scratch.h"
#include "meter/leaf.h"
#include "meter/level.h"

#define LEVELS 5 /* the message, and encoded messages in each other */

const struct am_limits am_limits_default = {
    .depth = 100,
    .parts = 10000,
    .header_bytes = 65536,
    .boundary_bytes = 256,
};

struct am_meter {
    am_part_fn *on_part;
    void *context;
    unsigned counted;
    uint32_t flaw_count[AM_FLAW_COUNT];
    bool is_over; /* the summary was given; message_id is still wanted */
    bool leaf_open;
    struct am_leaf leaf;
    unsigned top, at;
    struct am_level *levels[LEVELS]; /* made when an encoded message comes */
};

int am_meter_create(struct am_meter **meter, const struct am_limits *limits,
                    am_part_fn *on_part, void *context, struct am_err *err)
{
    struct am_meter *new = calloc(1, sizeof(*new));
    if (new == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for a meter");

    const struct am_limits *l = limits != NULL ? limits : &am_limits_default;
    struct am_parser_limits parser_limits = {
        .depth = l->depth,
        .parts = l->parts,
        .header_bytes = l->header_bytes,
        .boundary_bytes = l->boundary_bytes,
    };
    new->on_part = on_part;
    new->context = context;
    new->leaf.tnefs.most = l->parts;
    if (am_digest_create(&new->leaf.digest, err) < 0)
        goto fail;
    if (am_level_create(&new->levels[0], &parser_limits, err) < 0)
        goto fail;
    *meter = new;
    return 0;

fail:
    am_meter_destroy(&new);
    return -1;
}

void am_meter_destroy(struct am_meter **meter)
{
    if (*meter == NULL)
        return;
    for (unsigned i = 0; i < LEVELS; i++)
        am_level_destroy(&(*meter)->levels[i]);
    am_digest_destroy(&(*meter)->leaf.digest);
    am_tnefs_close(&(*meter)->leaf.tnefs);
    free(*meter);
    *meter = NULL;
}

void am_meter_reset(struct am_meter *meter)
{
    for (unsigned i = 1; i < LEVELS; i++)
        am_level_destroy(&meter->levels[i]);
    am_parser_reset(&meter->levels[0]->parser);
    meter->levels[0]->body = AM_LEVEL_NO_BODY;
    meter->levels[0]->finished = false;
    meter->levels[0]->size = 0;
    free(meter->levels[0]->slice);
    meter->levels[0]->slice = NULL;
    meter->top = meter->at = 0;
    meter->counted = 0;
    meter->is_over = false;
    meter->leaf_open = false;
    meter->leaf.tnefs.used = 0;
    memset(meter->flaw_count, 0, sizeof(meter->flaw_count));
}

static void add_flaw_counts(struct am_meter *meter, const uint32_t *counts)
{
    for (unsigned i = 0; i < AM_FLAW_COUNT; i++)
        meter->flaw_count[i] += counts[i];
}

/* The encoded message that the highest level parsed is over. */
static void close_top(struct am_meter *meter)
{
    struct am_level *below = meter->levels[meter->top - 1];
    struct am_level *level = meter->levels[meter->top];

    add_flaw_counts(meter, am_parser_flaws(&level->parser));
    am_parser_add_parts(&below->parser, am_parser_parts(&level->parser));
    am_flaws_count(meter->flaw_count, below->flaws);
    below->body = AM_LEVEL_NO_BODY;
    am_level_destroy(&meter->levels[meter->top]);
    meter->top--;
    meter->at = meter->top;
}

static int begin_part(struct am_meter *meter, struct am_err *err)
{
    struct am_level *level = meter->levels[meter->top];
    const struct am_entity *entity = am_parser_entity(&level->parser);

    if (entity->encoded_message && meter->top + 1 < LEVELS) {
        if (am_level_create_above(&meter->levels[meter->top + 1], level, err) <
            0)
            return -1;
        meter->top++;
        return 0;
    }
    meter->leaf_open = true;
    if (am_leaf_begin(&meter->leaf, entity, level->inside_encrypted,
                      entity->encoded_message, err) < 0)
        return -1;
    if (meter->leaf.counts)
        am_level_path(level, meter->leaf.path);
    return 0;
}

static int end_part(struct am_meter *meter, const struct am_event *event,
                    struct am_err *err)
{
    const struct am_level *level = meter->levels[meter->top];
    const struct am_entity *entity = am_parser_entity(&level->parser);
    struct am_leaf *leaf = &meter->leaf;

    meter->leaf_open = false;
    if (am_leaf_finish(leaf, event->wire_bytes, event->line_ends, entity, err) <
        0)
        return -1;
    if (entity->encoded_message)
        leaf->part.flaws |= AM_FLAW_BIT(AM_FLAW_LIMIT_DEPTH);
    am_flaws_count(meter->flaw_count, leaf->part.flaws);
    if (!leaf->counts)
        return 0;
    if (meter->top > 0) /* counted once, with the message */
        leaf->part.flaws |= AM_FLAW_BIT(AM_FLAW_ENCODED_MESSAGE);
    meter->counted++;
    if (meter->on_part == NULL)
        return 0;
    return meter->on_part(meter->context, &leaf->part, err);
}

/* An event of the highest level. */
static int take_event(struct am_meter *meter, const struct am_event *event,
                      struct am_slice *slice, struct am_err *err)
{
    switch (event->kind) {
    case AM_EVENT_PART:
        return begin_part(meter, err);
    case AM_EVENT_BODY:
        return am_leaf_feed(&meter->leaf, event->data, event->size, slice, err);
    case AM_EVENT_END:
        return end_part(meter, event, err);
    case AM_EVENT_DROP:
        meter->leaf_open = false;
        break;
    case AM_EVENT_MORE:
        break;
    }
    return 0;
}

/* Base64 that needs no parser: see am_parser_lines(). */
static int take_lines(struct am_meter *meter, struct am_slice *slice,
                      struct am_err *err)
{
    struct am_parser *parser = &meter->levels[meter->top]->parser;
    struct am_lines lines = {0};

    if (!meter->leaf_open)
        return 0;
    lines.data = am_parser_lines(parser, &lines.size);
    if (lines.data == NULL)
        return 0;
    if (am_leaf_take_lines(&meter->leaf, &lines, slice, err) < 0)
        return -1;
    am_parser_took(parser, &lines);
    return 0;
}

/* The level wants more: from the one below, whose bytes may be used up too. */
static void step_down(struct am_meter *meter)
{
    if (meter->at == meter->top && meter->levels[meter->at]->finished) {
        close_top(meter);
    } else {
        meter->at--;
    }
}

/* Move all bytes there are to where they are used. */
static int run(struct am_meter *meter, struct am_slice *slice,
               struct am_err *err)
{
    struct am_event event;

    for (;;) {
        struct am_level *level = meter->levels[meter->at];
        bool is_top = meter->at == meter->top;
        if (!is_top && am_level_lift(level, meter->levels[meter->at + 1])) {
            meter->at++;
            continue;
        }
        if (is_top && take_lines(meter, slice, err) < 0)
            return -1;
        if (am_parser_next(&level->parser, &event, err) < 0)
            return -1;
        if (event.kind == AM_EVENT_MORE) {
            if (meter->at == 0)
                return 0;
            step_down(meter);
        } else if (!is_top) {
            am_level_take(level, &event);
        } else if (take_event(meter, &event, slice, err) < 0) {
            return -1;
        }
    }
}

int am_meter_feed(struct am_meter *meter, const void *data, size_t size,
                  struct am_err *err)
{
    AM_SCRATCH struct am_slice slice;

    if (meter->is_over)
        am_meter_reset(meter);
    am_parser_push(&meter->levels[0]->parser, data, size);
    return run(meter, &slice, err);
}

int am_meter_finish(struct am_meter *meter, struct am_summary *summary,
                    struct am_err *err)
{
    AM_SCRATCH struct am_slice slice;
    struct am_parser *parser = &meter->levels[0]->parser;

    if (meter->is_over)
        am_meter_reset(meter);
    am_parser_finish(parser);
    if (run(meter, &slice, err) < 0)
        return -1;
    add_flaw_counts(meter, am_parser_flaws(parser));
    *summary = (struct am_summary){
        .wire_bytes = am_parser_wire_bytes(parser),
        .body_wire_bytes = am_parser_body_bytes(parser),
        .counted = meter->counted,
        .message_id = am_parser_message_id(parser),
    };
    memcpy(summary->flaw_count, meter->flaw_count, sizeof(meter->flaw_count));
    meter->is_over = true;
    return 0;
}
