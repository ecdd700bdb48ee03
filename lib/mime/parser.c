/* parser - see parser.h; bodies are read in scan.c, the tree is in tree.c. */
#include "mime/parser.h"

#include <string.h>

#include "base/ascii.h"
#include "mime/line.h"
#include "mime/scan.h"
#include "mime/tree.h"

#define KEPT_BYTES 2048 /* larger buffers are given back after a message */
#define KEPT_DEPTH 16
#define ID_BYTES   999 /* of a Message-ID, NUL included */

/* Ready for a message; buffers are kept. */
static void begin(struct am_parser *parser)
{
    parser->in = NULL;
    parser->size = parser->pos = 0;
    parser->finishing = false;
    parser->in_top_header = true;
    parser->leaf_open = false;
    parser->leaf_may_drop = false;
    parser->leaf_is_rest = false;
    parser->leaf_is_base64 = false;
    parser->cr_held = false;
    parser->gathering = false;
    parser->replaying = false;
    parser->last_was_lf = false;
    parser->matched = -1;
    parser->parts = 0;
    parser->pushed_bytes = parser->lone_lf = parser->header_wire = 0;
    memset(parser->flaw_count, 0, sizeof(parser->flaw_count));
    am_buf_clear(&parser->message_id);
    am_tree_begin_header(parser);
}

void am_parser_init(struct am_parser *parser,
                    const struct am_parser_limits *limits)
{
    *parser = (struct am_parser){.limits = *limits};
    size_t header_bytes = limits->header_bytes < AM_LINE_BOUNDARY_MAX + 2
                              ? AM_LINE_BOUNDARY_MAX + 2
                              : limits->header_bytes;

    am_field_init(&parser->fields, header_bytes);
    am_entity_init(&parser->entity, limits->boundary_bytes);
    am_stack_init(&parser->stack,
                  (size_t)limits->depth * limits->boundary_bytes);
    am_buf_init(&parser->line, AM_LINE_BOUNDARY_MAX + 2);
    am_buf_init(&parser->message_id, ID_BYTES);
    begin(parser);
}

void am_parser_set_enclosed(struct am_parser *parser)
{
    parser->is_enclosed = true;
    am_tree_begin_header(parser);
}

void am_parser_free(struct am_parser *parser)
{
    am_field_free(&parser->fields);
    am_entity_free(&parser->entity);
    am_stack_free(&parser->stack);
    am_buf_free(&parser->line);
    am_buf_free(&parser->message_id);
}

void am_parser_reset(struct am_parser *parser)
{
    if (parser->fields.text.room > KEPT_BYTES)
        am_field_free(&parser->fields);
    if (parser->stack.boundaries.room > KEPT_BYTES ||
        parser->stack.room > KEPT_DEPTH)
        am_stack_free(&parser->stack);
    while (parser->stack.depth > 0)
        am_stack_pop(&parser->stack);
    begin(parser);
}

void am_parser_push(struct am_parser *parser, const unsigned char *data,
                    size_t size)
{
    parser->in = data;
    parser->size = size;
    parser->pos = 0;
    parser->pushed_bytes += size;
}

void am_parser_finish(struct am_parser *parser)
{
    static const unsigned char line_end[] = "\r\n";

    if (parser->pushed_bytes > 0 && !parser->last_was_lf)
        am_parser_push(parser, line_end, 2);
    parser->finishing = true;
}

/* Returns 1 if the bytes show that the header ended before this line. */
static int add_to_header(struct am_parser *parser, const unsigned char *data,
                         size_t size, struct am_err *err)
{
    struct am_field_reader *fields = &parser->fields;
    struct am_field_view view;

    if (size == 0)
        return 0;
    if (fields->line_size == 0 && am_field_turn(fields, data[0], &view) &&
        am_tree_take_field(parser, &view, err) < 0)
        return -1;
    return am_field_add(fields, data, size, err);
}

/*
 * The message's own header ends without an empty line: what there is of the
 * line that is no field begins the body.
 */
static int end_header_early(struct am_parser *parser, struct am_event *event,
                            struct am_err *err)
{
    struct am_buf *line = &parser->line;

    am_buf_clear(line);
    if (am_buf_add(line, parser->fields.text.data, parser->fields.text.size,
                   err) < 0)
        return -1;
    parser->fields.open = false;
    parser->fields.flaws |= AM_FLAW_BIT(AM_FLAW_HEADER_NO_COLON);
    int told = am_tree_open(parser, event, err);
    if (told < 0)
        return -1;
    parser->header_wire -= line->size + parser->cr_held;
    if (line->size == 0)
        return told;
    if (parser->state == AM_PARSER_HEADER)
        return add_to_header(parser, line->data, line->size, err);
    parser->gathering = line->data[0] == '-' && parser->stack.depth > 0;
    parser->replaying = !parser->gathering;
    return told;
}

/* Is the line the boundary that this very header has declared? */
static bool is_own_boundary(const struct am_parser *parser)
{
    const struct am_entity *entity = &parser->entity;
    const struct am_buf *line = &parser->fields.text;

    return entity->is_multipart && entity->has_boundary &&
           !entity->boundary_cut &&
           am_stack_is_boundary(line->data, line->size, &entity->boundary);
}

/* The empty line before the first part was forgotten. */
static int open_at_boundary(struct am_parser *parser, struct am_event *event,
                            struct am_err *err)
{
    const struct am_buf *line = &parser->fields.text;

    parser->fields.flaws |= AM_FLAW_BIT(AM_FLAW_HEADER_NO_COLON);
    int told = am_tree_open(parser, event, err);
    if (told >= 0) {
        parser->matched = am_stack_match(&parser->stack, line->data, line->size,
                                         &parser->matched_end);
    }
    return told;
}

/* A line of the header is whole: the header's end, a boundary or a field. */
static int end_header_line(struct am_parser *parser, struct am_event *event,
                           struct am_err *err)
{
    struct am_field_reader *fields = &parser->fields;

    if (fields->line_size == 0)
        return am_tree_open(parser, event, err);
    if (fields->is_dashed && !fields->folded &&
        fields->line_size <= AM_LINE_BOUNDARY_MAX) {
        parser->matched =
            am_stack_match(&parser->stack, fields->text.data, fields->text.size,
                           &parser->matched_end);
        if (parser->matched < 0 && is_own_boundary(parser))
            return open_at_boundary(parser, event, err);
    }
    if (parser->matched < 0)
        am_field_line_end(fields);
    return 0;
}

/* Is the line that ends here no field, in a header that knows fields only? */
static bool ends_header_early(struct am_parser *parser)
{
    const struct am_field_reader *fields = &parser->fields;

    return fields->is_strict && fields->line_size > 0 && fields->open &&
           !fields->folded && !fields->has_colon;
}

/* Take lines that need not be put together from chunks or folds: most of a
 * header. */
static int take_lines(struct am_parser *parser, struct am_err *err)
{
    struct am_field_view view;

    if (parser->fields.line_size > 0 || parser->cr_held)
        return 0;
    do {
        parser->pos += am_field_take_lines(
            &parser->fields, parser->in + parser->pos,
            parser->size - parser->pos, &view, &parser->lone_lf);
        if (am_tree_take_field(parser, &view, err) < 0)
            return -1;
    } while (view.field != AM_FIELD_OTHER);
    return 0;
}

/* Does the empty line that ends a header stand here? */
static bool is_end_here(const struct am_parser *parser)
{
    const unsigned char *in = parser->in + parser->pos;

    return parser->size - parser->pos >= 2 && in[0] == '\r' && in[1] == '\n' &&
           parser->fields.line_size == 0 && !parser->cr_held;
}

static int read_header(struct am_parser *parser, struct am_event *event,
                       struct am_err *err)
{
    if (!is_end_here(parser) && take_lines(parser, err) < 0)
        return -1;
    if (is_end_here(parser)) {
        parser->pos += 2;
        return am_tree_open(parser, event, err);
    }
    if (parser->pos == parser->size)
        return 0;
    const unsigned char *in = parser->in + parser->pos;
    size_t size = parser->size - parser->pos;
    const unsigned char *lf = memchr(in, '\n', size);
    int early = 0;

    if (parser->cr_held && in[0] != '\n') {
        early = add_to_header(parser, (const unsigned char *)"\r", 1, err);
        if (early != 0)
            return early < 0 ? -1 : end_header_early(parser, event, err);
        parser->cr_held = false;
    }
    size_t length = lf == NULL ? size : (size_t)(lf - in);
    bool has_cr = length > 0 && in[length - 1] == '\r';
    early = add_to_header(parser, in, length - has_cr, err);
    if (early < 0)
        return -1;
    if (early == 0) {
        parser->pos += length - has_cr;
        early = lf != NULL && ends_header_early(parser);
    }
    if (early > 0)
        return end_header_early(parser, event, err);
    if (lf == NULL) {
        parser->pos = parser->size;
        parser->cr_held = has_cr;
        return 0;
    }
    parser->pos += has_cr + 1U;
    if (!has_cr && !parser->cr_held)
        parser->lone_lf++;
    parser->cr_held = false;
    return end_header_line(parser, event, err);
}

static bool is_idle(const struct am_parser *parser)
{
    if (parser->state == AM_PARSER_DONE)
        return true;
    return parser->pos == parser->size && !parser->replaying &&
           parser->matched < 0 && !parser->finishing;
}

static int step(struct am_parser *parser, struct am_event *event,
                struct am_err *err)
{
    if (parser->matched >= 0)
        return am_tree_turn(parser, event, err);
    if (parser->pos == parser->size && !parser->replaying)
        return am_tree_finish(parser, event, err);
    if (parser->state == AM_PARSER_HEADER)
        return read_header(parser, event, err);
    return am_scan_body(parser, event, err);
}

int am_parser_next(struct am_parser *parser, struct am_event *event,
                   struct am_err *err)
{
    int told = 0;

    event->kind = AM_EVENT_MORE;
    while (told == 0 && !is_idle(parser))
        told = step(parser, event, err);
    if (told < 0)
        return -1;
    if (told == 0 && parser->size > 0) { /* not sooner: it was read just now */
        parser->last_was_lf = parser->in[parser->size - 1] == '\n';
        parser->size = parser->pos = 0;
    }
    return 0;
}

const struct am_entity *am_parser_entity(const struct am_parser *parser)
{
    return &parser->entity;
}

void am_parser_path(const struct am_parser *parser, char *out, size_t out_size)
{
    am_stack_path(&parser->stack, parser->leaf_number, out, out_size);
}

unsigned am_parser_depth(const struct am_parser *parser)
{
    return parser->stack.depth;
}

unsigned am_parser_parts(const struct am_parser *parser)
{
    return parser->parts;
}

void am_parser_add_parts(struct am_parser *parser, unsigned parts)
{
    parser->parts += parts;
}

const unsigned char *am_parser_lines(const struct am_parser *parser,
                                     size_t *size)
{
    if (!parser->leaf_is_base64 || !parser->leaf_open ||
        !parser->at_line_start || parser->state != AM_PARSER_BODY ||
        parser->gathering || parser->replaying || parser->cr_held ||
        parser->matched >= 0)
        return NULL;
    *size = parser->size - parser->pos;
    return *size == 0 ? NULL : parser->in + parser->pos;
}

void am_parser_took(struct am_parser *parser, const struct am_lines *lines)
{
    if (lines->used == 0)
        return;
    if (parser->eol_pending) {
        parser->body_wire += 2;
        parser->body_lines++;
    }
    parser->body_wire += lines->used + lines->lone_lf - 2;
    parser->body_lines += lines->count - 1;
    parser->lone_lf += lines->lone_lf;
    parser->eol_pending = true;
    parser->pos += lines->used;
}

uint64_t am_parser_wire_bytes(const struct am_parser *parser)
{
    return parser->pushed_bytes + parser->lone_lf;
}

uint64_t am_parser_body_bytes(const struct am_parser *parser)
{
    return am_parser_wire_bytes(parser) - parser->header_wire;
}

const char *am_parser_message_id(const struct am_parser *parser)
{
    return parser->message_id.size == 0 ? NULL
                                        : (const char *)parser->message_id.data;
}

const uint32_t *am_parser_flaws(const struct am_parser *parser)
{
    return parser->flaw_count;
}
