/* tree - see tree.h. */
#include "mime/tree.h"

#include <string.h>

#include "base/ascii.h"
#include "mime/scan.h"

void am_tree_begin_header(struct am_parser *parser)
{
    const struct am_container *top = am_stack_top(&parser->stack);

    am_field_begin(&parser->fields,
                   parser->in_top_header && !parser->is_enclosed);
    am_entity_begin(&parser->entity, top != NULL && top->is_digest);
    parser->entity.inside_encrypted = top != NULL && top->is_encrypted;
    parser->state = AM_PARSER_HEADER;
}

static void count_flaw(struct am_parser *parser, enum am_flaw flaw)
{
    parser->flaw_count[flaw]++;
}

static int keep_message_id(struct am_parser *parser, const unsigned char *value,
                           size_t size, struct am_err *err)
{
    struct am_buf *id = &parser->message_id;
    const unsigned char *nul = size > 0 ? memchr(value, '\0', size) : NULL;

    if (nul != NULL)
        size = (size_t)(nul - value);
    while (size > 0 && am_ascii_is_blank(*value)) {
        value++;
        size--;
    }
    if (size > id->limit - 1)
        size = id->limit - 1;
    while (size > 0 && am_ascii_is_blank(value[size - 1]))
        size--;
    if (size == 0)
        return 0;
    if (am_buf_add(id, value, size, err) < 0)
        return -1;
    return am_buf_add(id, "", 1, err);
}

int am_tree_take_field(struct am_parser *parser,
                       const struct am_field_view *view, struct am_err *err)
{
    if (view->field == AM_FIELD_OTHER)
        return 0;
    if (view->field == AM_FIELD_MESSAGE_ID) {
        if (!parser->in_top_header || parser->message_id.size > 0)
            return 0;
        return keep_message_id(parser, view->value, view->size, err);
    }
    return am_entity_take(&parser->entity, view->field, view->value, view->size,
                          err);
}

static int open_leaf(struct am_parser *parser, struct am_event *event)
{
    const struct am_entity *entity = &parser->entity;

    am_scan_begin(parser);
    parser->parts++;
    parser->leaf_open = true;
    parser->leaf_may_drop = false;
    parser->leaf_is_rest = false;
    parser->leaf_is_base64 =
        entity->encoding == AM_ENCODING_BASE64 && !entity->limited;
    parser->leaf_number = am_stack_number(&parser->stack, false);
    event->kind = AM_EVENT_PART;
    return 1;
}

/* A container that a limit keeps shut: a leaf nobody looks into. */
static int open_limited(struct am_parser *parser, enum am_flaw flaw,
                        struct am_event *event)
{
    parser->entity.limited = true;
    parser->entity.flaws |= AM_FLAW_BIT(flaw);
    return open_leaf(parser, event);
}

static int push(struct am_parser *parser, struct am_err *err)
{
    const struct am_entity *entity = &parser->entity;
    const struct am_container *top = am_stack_top(&parser->stack);
    bool is_multipart = entity->is_multipart;
    struct am_container container = {
        .number = am_stack_number(&parser->stack, is_multipart),
        .is_multipart = is_multipart,
        .is_digest = am_ascii_same(entity->type, "multipart/digest"),
        .is_encrypted = am_ascii_same(entity->type, "multipart/encrypted") ||
                        (top != NULL && top->is_encrypted),
    };

    return am_stack_push(&parser->stack, &container, entity->boundary.data,
                         is_multipart ? entity->boundary.size : 0, err);
}

static int open_multipart(struct am_parser *parser, struct am_event *event,
                          struct am_err *err)
{
    struct am_entity *entity = &parser->entity;

    if (entity->boundary_cut)
        return open_limited(parser, AM_FLAW_LIMIT_BOUNDARY, event);
    if (!entity->has_boundary) {
        entity->flaws |= AM_FLAW_BIT(AM_FLAW_BOUNDARY_MISSING);
        return open_leaf(parser, event);
    }
    if (parser->stack.depth >= parser->limits.depth)
        return open_limited(parser, AM_FLAW_LIMIT_DEPTH, event);
    if (push(parser, err) < 0)
        return -1;
    if (!am_entity_is_named(entity)) {
        am_flaws_count(parser->flaw_count, entity->flaws);
        am_scan_begin(parser);
        return 0;
    }
    /* A leaf unless its boundary comes.  The container on the stack has its
     * place in the part number already, if it has one. */
    open_leaf(parser, event);
    parser->leaf_may_drop = true;
    parser->leaf_number = am_stack_top(&parser->stack)->number == 0 ? 1 : 0;
    return 1;
}

static bool is_encoded(const struct am_entity *entity)
{
    return entity->encoding == AM_ENCODING_BASE64 ||
           entity->encoding == AM_ENCODING_QUOTED ||
           entity->encoding == AM_ENCODING_UUENCODE;
}

static int open_message(struct am_parser *parser, struct am_event *event,
                        struct am_err *err)
{
    struct am_entity *entity = &parser->entity;

    if (parser->stack.depth >= parser->limits.depth)
        return open_limited(parser, AM_FLAW_LIMIT_DEPTH, event);
    if (is_encoded(entity)) {
        entity->encoded_message = true;
        entity->flaws |= AM_FLAW_BIT(AM_FLAW_ENCODED_MESSAGE);
        return open_leaf(parser, event);
    }
    if (push(parser, err) < 0)
        return -1;
    am_flaws_count(parser->flaw_count, entity->flaws);
    am_tree_begin_header(parser);
    return 0;
}

int am_tree_open(struct am_parser *parser, struct am_event *event,
                 struct am_err *err)
{
    struct am_entity *entity = &parser->entity;
    struct am_field_view view;

    am_field_end(&parser->fields, &view);
    if (am_tree_take_field(parser, &view, err) < 0)
        return -1;
    entity->flaws |= parser->fields.flaws;
    if (parser->in_top_header) {
        parser->in_top_header = false;
        parser->header_wire = parser->pushed_bytes + parser->lone_lf -
                              (parser->size - parser->pos);
    }
    if (entity->is_multipart)
        return open_multipart(parser, event, err);
    if (am_entity_is_message(entity))
        return open_message(parser, event, err);
    return open_leaf(parser, event);
}

static int close_leaf(struct am_parser *parser, struct am_event *event)
{
    event->kind = AM_EVENT_END;
    event->wire_bytes = parser->body_wire;
    event->line_ends = parser->body_lines;
    parser->leaf_open = false;
    if (!parser->leaf_may_drop)
        return 1;
    if (parser->matched == (int)parser->stack.depth - 1) {
        event->kind = AM_EVENT_DROP;
        am_flaws_count(parser->flaw_count, parser->entity.flaws);
        parser->parts--;
        return 1;
    }
    parser->entity.flaws |= AM_FLAW_BIT(AM_FLAW_BOUNDARY_NOT_SEEN);
    am_stack_pop(&parser->stack);
    return 1;
}

/* Close a container that nothing of its own ended. */
static void cut_off(struct am_parser *parser)
{
    const struct am_container *top = am_stack_top(&parser->stack);

    if (top->is_multipart) {
        count_flaw(parser,
                   top->is_seen ? AM_FLAW_NO_END : AM_FLAW_BOUNDARY_NOT_SEEN);
    }
    am_stack_pop(&parser->stack);
}

/* Beyond the limit of parts: all that follows is one leaf without meaning. */
static int open_rest(struct am_parser *parser, struct am_event *event)
{
    am_tree_begin_header(parser);
    am_entity_set_type(&parser->entity, "application/octet-stream");
    open_limited(parser, AM_FLAW_LIMIT_PARTS, event);
    parser->leaf_is_rest = true;
    return 1;
}

int am_tree_turn(struct am_parser *parser, struct am_event *event,
                 struct am_err *err)
{
    if (parser->state == AM_PARSER_HEADER)
        return am_tree_open(parser, event, err);
    if (parser->leaf_open)
        return close_leaf(parser, event);

    while ((int)parser->stack.depth - 1 > parser->matched)
        cut_off(parser);
    parser->matched = -1;
    struct am_container *top = am_stack_top(&parser->stack);
    top->is_seen = true;
    if (parser->matched_end) {
        am_stack_pop(&parser->stack);
        am_scan_begin(parser); /* an epilogue */
        return 0;
    }
    top->children++;
    if (parser->parts >= parser->limits.parts)
        return open_rest(parser, event);
    am_tree_begin_header(parser);
    return 0;
}

int am_tree_finish(struct am_parser *parser, struct am_event *event,
                   struct am_err *err)
{
    if (parser->state == AM_PARSER_HEADER)
        return am_tree_open(parser, event, err);
    if (parser->leaf_open) {
        if (am_scan_flush(parser, event) > 0)
            return 1;
        return close_leaf(parser, event);
    }
    while (parser->stack.depth > 0)
        cut_off(parser);
    parser->state = AM_PARSER_DONE;
    return 0;
}
