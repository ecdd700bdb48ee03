/*
 * scan - see scan.h.
 *
 * Invariant between calls: all bytes before pos were told or counted, but for a
 * CR that ended a chunk (cr_held), a line end that the next line may own
 * (eol_pending) and the begin of a possible boundary line (line).
 */
#include "mime/scan.h"

#include <string.h>

#include "mime/line.h"

static const unsigned char crlf[] = "\r\n";

/* Bodies between the parts are read, and told of to nobody. */
static int tell(const struct am_parser *parser, struct am_event *event,
                const unsigned char *data, size_t size)
{
    if (!parser->leaf_open || size == 0)
        return 0;
    event->kind = AM_EVENT_BODY;
    event->data = data;
    event->size = size;
    return 1;
}

void am_scan_begin(struct am_parser *parser)
{
    parser->state = AM_PARSER_BODY;
    parser->at_line_start = true;
    parser->eol_pending = false;
    parser->body_wire = 0;
    parser->body_lines = 0;
}

static void count_line_end(struct am_parser *parser)
{
    parser->eol_pending = false;
    parser->body_wire += 2;
    parser->body_lines++;
}

int am_scan_flush(struct am_parser *parser, struct am_event *event)
{
    if (!parser->eol_pending)
        return 0;
    count_line_end(parser);
    return parser->leaf_is_base64 ? 0 : tell(parser, event, crlf, 2);
}

/* A line end was read outside of a run: the one before it is content. */
static int end_line(struct am_parser *parser, struct am_event *event)
{
    int told = am_scan_flush(parser, event);

    parser->eol_pending = true;
    parser->at_line_start = true;
    return parser->leaf_is_base64 ? tell(parser, event, crlf, 2) : told;
}

static int take_lf(struct am_parser *parser, struct am_event *event)
{
    parser->pos++;
    if (!parser->cr_held)
        parser->lone_lf++;
    parser->cr_held = false;
    return end_line(parser, event);
}

/* The CR that ended the last chunk is data. */
static int take_cr(struct am_parser *parser, struct am_event *event)
{
    if (am_scan_flush(parser, event) > 0)
        return 1;
    parser->cr_held = false;
    parser->at_line_start = false;
    parser->body_wire++;
    return tell(parser, event, crlf, 1);
}

static bool may_end_here(const struct am_parser *parser)
{
    return parser->stack.depth > 0 && !parser->leaf_is_rest;
}

enum verdict {
    NO_BOUNDARY,
    IS_BOUNDARY,
    CUT_OFF /* the chunk ends before the line tells */
};

struct look {
    size_t next; /* behind the line */
    int matched;
    bool is_end;
    bool has_cr;
};

/* Is the line at `at` a boundary? */
static enum verdict look_at(const struct am_parser *parser, size_t at,
                            struct look *look)
{
    const unsigned char *line = parser->in + at;
    size_t rest = parser->size - at;

    if (line[0] != '-' || (rest > 1 && line[1] != '-') ||
        (rest > 2 && !am_stack_may_match(&parser->stack, line[2])))
        return NO_BOUNDARY;
    bool is_short = rest < AM_LINE_BOUNDARY_MAX + 2;
    const unsigned char *lf =
        am_line_end(line, is_short ? rest : AM_LINE_BOUNDARY_MAX + 2);
    if (lf == NULL)
        return is_short ? CUT_OFF : NO_BOUNDARY;
    size_t length = (size_t)(lf - line);
    look->next = at + length + 1;
    look->has_cr = lf[-1] == '\r';
    if (look->has_cr)
        length--;
    if (length > AM_LINE_BOUNDARY_MAX)
        return NO_BOUNDARY;
    look->matched = am_stack_match(&parser->stack, line, length, &look->is_end);
    return look->matched < 0 ? NO_BOUNDARY : IS_BOUNDARY;
}

/* The line end before the boundary is the boundary's. */
static void take_boundary(struct am_parser *parser, const struct look *look)
{
    parser->pos = look->next;
    parser->eol_pending = false;
    parser->cr_held = false;
    parser->matched = look->matched;
    parser->matched_end = look->is_end;
    if (!look->has_cr)
        parser->lone_lf++;
}

/* Where a run of content ends. */
struct run {
    size_t end;  /* of the content, line end not counted */
    size_t next; /* where to go on */
    size_t lines;
    bool has_eol; /* a CRLF stands between end and next */
    bool at_boundary;
    struct look look; /* at the boundary */
};

/* The next line end to look at; base64 has a faster way from the next line on,
 * so each one. */
static size_t next_eol(const struct am_parser *parser, size_t at, bool watch,
                       size_t *lines)
{
    const unsigned char *text = parser->in + at;
    size_t size = parser->size - at;

    if (!parser->leaf_is_base64)
        return at + am_line_pass(text, size, watch ? "--" : "\n\n", lines);
    const unsigned char *lf = memchr(text, '\n', size);
    return lf == NULL ? parser->size : (size_t)(lf - parser->in);
}

static void find_run(struct am_parser *parser, struct run *run)
{
    const unsigned char *in = parser->in;
    size_t size = parser->size;
    bool watch = may_end_here(parser);
    size_t at = parser->pos; /* never a line end */
    size_t lf;

    run->end = run->next = run->lines = 0;
    run->has_eol = run->at_boundary = false;
    while ((lf = next_eol(parser, at, watch, &run->lines)) < size) {
        if (in[lf - 1] != '\r') {
            run->end = run->next = lf;
            return;
        }
        at = lf + 1;
        enum verdict verdict = NO_BOUNDARY;
        if (at < size && in[at] == '-' && watch && !parser->leaf_is_base64)
            verdict = look_at(parser, at, &run->look);
        run->at_boundary = verdict == IS_BOUNDARY;
        if (at == size || parser->leaf_is_base64 || verdict != NO_BOUNDARY) {
            run->end = lf - 1;
            run->next = at;
            run->has_eol = true;
            return;
        }
        run->lines++;
    }
    run->next = size;
    run->end = in[size - 1] == '\r' ? size - 1 : size;
    parser->cr_held = run->end < size;
}

static int take_run(struct am_parser *parser, struct am_event *event)
{
    const unsigned char *in = parser->in;
    size_t start = parser->pos;

    if (parser->eol_pending) {
        bool here =
            start >= 2 && in[start - 2] == '\r' && in[start - 1] == '\n';
        if (!here && !parser->leaf_is_base64)
            return am_scan_flush(parser, event);
        count_line_end(parser);
        if (!parser->leaf_is_base64)
            start -= 2;
    }
    struct run run;
    find_run(parser, &run);
    parser->body_wire += run.end - parser->pos;
    parser->body_lines += run.lines;
    if (run.has_eol || run.end > parser->pos)
        parser->at_line_start = run.has_eol;
    parser->eol_pending = run.has_eol;
    parser->pos = run.next;
    if (run.at_boundary)
        take_boundary(parser, &run.look);
    if (run.has_eol && parser->leaf_is_base64)
        run.end += 2;
    return tell(parser, event, in + start, run.end - start);
}

/* Add to the begin of a line that may be a boundary until it tells. */
static int gather(struct am_parser *parser, struct am_err *err)
{
    const unsigned char *in = parser->in;
    struct am_buf *line = &parser->line;
    struct look look = {0};

    if (parser->cr_held && in[parser->pos] != '\n') {
        parser->cr_held = false;
        if (am_buf_add(line, crlf, 1, err) < 0)
            return -1;
    }
    const unsigned char *lf =
        memchr(in + parser->pos, '\n', parser->size - parser->pos);
    size_t end = lf == NULL ? parser->size : (size_t)(lf - in);
    bool has_cr = end > parser->pos && in[end - 1] == '\r';
    if (has_cr)
        end--;
    if (line->size + (end - parser->pos) > AM_LINE_BOUNDARY_MAX) {
        parser->gathering = false;
        parser->replaying = true;
        return 0;
    }
    if (am_buf_add(line, in + parser->pos, end - parser->pos, err) < 0)
        return -1;
    parser->pos = end;
    if (lf == NULL) {
        parser->pos = parser->size;
        parser->cr_held = has_cr;
        return 0;
    }
    parser->gathering = false;
    look.next = (size_t)(lf - in) + 1;
    look.has_cr = has_cr || parser->cr_held;
    look.matched =
        am_stack_match(&parser->stack, line->data, line->size, &look.is_end);
    if (look.matched >= 0) {
        take_boundary(parser, &look);
    } else {
        parser->replaying = true;
    }
    return 0;
}

static int replay(struct am_parser *parser, struct am_event *event)
{
    if (am_scan_flush(parser, event) > 0)
        return 1;
    parser->replaying = false;
    parser->at_line_start = false;
    parser->body_wire += parser->line.size;
    return tell(parser, event, parser->line.data, parser->line.size);
}

int am_scan_body(struct am_parser *parser, struct am_event *event,
                 struct am_err *err)
{
    struct look look;

    if (parser->replaying)
        return replay(parser, event);
    if (parser->gathering)
        return gather(parser, err);
    if (parser->in[parser->pos] == '\n')
        return take_lf(parser, event);
    if (parser->cr_held)
        return take_cr(parser, event);
    if (!parser->at_line_start || !may_end_here(parser))
        return take_run(parser, event);

    switch (look_at(parser, parser->pos, &look)) {
    case IS_BOUNDARY:
        take_boundary(parser, &look);
        return 0;
    case CUT_OFF:
        parser->gathering = true;
        am_buf_clear(&parser->line);
        return 0;
    case NO_BOUNDARY:
        break;
    }
    return take_run(parser, event);
}
