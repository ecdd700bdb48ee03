/*
 * outline - see outline.h.
 *
 * A header is held back until it is whole: what it says decides how its fields
 * are written.
 */
#include "e2e/outline.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "e2e/field_repair.h"
#include "e2e/rules.h"
#include "meter/meter.h"

#define BOUNDARIES 64

struct mark {
    char text[FIELD_BOUNDARY];
    bool is_digest;
};

struct outline {
    const unsigned char *data;
    size_t size;
    size_t at;      /* behind the line at hand */
    size_t body_at; /* where the body of the entity at hand begins */
    bool in_header;
    bool is_top;          /* the header is that of the message itself */
    bool in_digest;       /* the entity at hand is a part of a digest */
    bool is_dropping;     /* the field at hand */
    bool is_encoded;      /* it says base64 or alike */
    unsigned seen;        /* fields of this header that must be single */
    struct am_buf header; /* written so far */
    struct am_buf field;  /* the field at hand, its line ends too */
    struct field_type type;
    size_t type_at; /* of its value in header */
    uint64_t repairs, made;
    size_t mark_count;
    struct mark marks[BOUNDARIES];
    struct am_buf *out;
};

static void add(struct am_buf *buf, const void *text, size_t size)
{
    struct am_err err;

    if (am_buf_add(buf, text, size, &err) < 0)
        abort();
}

/* Make a repair: true if it is asked for. */
static bool repairs(struct outline *o, enum rule rule)
{
    if ((o->repairs & RULE_BIT(rule)) == 0)
        return false;
    o->made |= RULE_BIT(rule);
    return true;
}

/* Is it "--", a boundary of an open multipart, perhaps "--", blanks?  The
 * number of the multipart, or -1. */
static int find_mark(const struct outline *o, const unsigned char *line,
                     size_t size, bool *is_end)
{
    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t'))
        size--;
    if (size < 3 || line[0] != '-' || line[1] != '-')
        return -1;
    for (size_t i = o->mark_count; i-- > 0;) {
        const char *text = o->marks[i].text;
        size_t length = strlen(text);
        if (size - 2 < length || memcmp(line + 2, text, length) != 0)
            continue;
        *is_end = size == length + 4 && memcmp(line + 2 + length, "--", 2) == 0;
        if (*is_end || size == length + 2)
            return (int)i;
    }
    return -1;
}

/* The line at `at`, without its line end; *next is behind it. */
static size_t line_size(const struct outline *o, size_t at, size_t *next)
{
    const unsigned char *lf = memchr(o->data + at, '\n', o->size - at);
    size_t size = lf != NULL ? (size_t)(lf - o->data) - at : o->size - at;

    *next = lf != NULL ? at + size + 1 : o->size;
    return size > 0 && o->data[at + size - 1] == '\r' ? size - 1 : size;
}

/* Is it "--", this boundary, perhaps "--", blanks? */
static bool is_boundary(const char *boundary, const unsigned char *line,
                        size_t size)
{
    size_t length = strlen(boundary);

    while (size > 0 && (line[size - 1] == ' ' || line[size - 1] == '\t'))
        size--;
    return length > 0 && size >= length + 2 && memcmp(line, "--", 2) == 0 &&
           memcmp(line + 2, boundary, length) == 0 &&
           (size == length + 2 ||
            (size == length + 4 && memcmp(line + size - 2, "--", 2) == 0));
}

/* Does the boundary come before one that was declared earlier does? */
static bool will_come(struct outline *o, const char *boundary)
{
    size_t next = 0;
    bool is_end = false;

    for (size_t at = o->body_at; at < o->size; at = next) {
        const unsigned char *line = o->data + at;
        size_t size = line_size(o, at, &next);
        if (is_boundary(boundary, line, size))
            return true;
        if (find_mark(o, line, size, &is_end) >= 0)
            return false;
    }
    return false;
}

static void begin_header(struct outline *o, bool in_digest)
{
    o->in_header = true;
    o->in_digest = in_digest;
    o->seen = 0;
    o->is_encoded = false;
    o->is_dropping = false;
    o->type = (struct field_type){0};
    am_buf_clear(&o->header);
    am_buf_clear(&o->field);
}

static void end_field(struct outline *o)
{
    enum field_kind kind = field_kind_of(o->field.data, o->field.size);

    if (kind != FIELD_OTHER && (o->seen & 1U << kind) != 0) {
        if (repairs(o, RULE_FIELD_TWICE))
            add(&o->header, "X", 1);
    } else if (kind != FIELD_OTHER) {
        if (kind == FIELD_ENCODING)
            o->is_encoded = field_is_encoded(&o->field);
        o->seen |= 1U << kind;
        o->made |= field_repair(kind, o->repairs, &o->field);
    }
    if (kind == FIELD_TYPE && (o->seen & 1U << FIELD_TYPE) != 0 &&
        o->type.word[0] == '\0') {
        field_read_type(&o->field, &o->type);
        o->type_at = o->header.size + o->type.at;
    }
    add(&o->header, o->field.data, o->field.size);
    am_buf_clear(&o->field);
}

/* Write another type in its place, of the same length. */
static void retype(struct outline *o, enum rule rule, char first)
{
    if (repairs(o, rule))
        o->header.data[o->type_at] = (unsigned char)first;
}

static void open_multipart(struct outline *o)
{
    const char *boundary = o->type.boundary;

    if (strlen(boundary) > am_limits_default.boundary_bytes) {
        retype(o, RULE_BOUNDARY_LONG, OUTLINE_SHUT);
    } else if (boundary[0] == '\0' || !will_come(o, boundary)) {
        retype(o, RULE_MULTIPART_LEAF, OUTLINE_LEAF);
    } else if (o->mark_count < BOUNDARIES) {
        struct mark *mark = &o->marks[o->mark_count++];
        memcpy(mark->text, boundary, sizeof(mark->text));
        mark->is_digest = strcmp(o->type.word, "multipart/digest") == 0;
    }
}

static bool is_message(const struct outline *o)
{
    const char *type = o->type.word;

    if (o->is_encoded)
        return false;
    return strcmp(type, "message/rfc822") == 0 ||
           strcmp(type, "message/global") == 0 ||
           (o->in_digest && (o->seen & 1U << FIELD_TYPE) == 0);
}

static void end_header(struct outline *o, size_t body_at)
{
    const char *type = o->type.word;

    o->body_at = body_at;
    end_field(o);
    if (strncmp(type, "multipart/", 10) == 0)
        open_multipart(o);
    if (strcmp(type, "message/news") == 0 ||
        strcmp(type, "message/rfc2822") == 0)
        retype(o, RULE_MESSAGE_OTHER, OUTLINE_LEAF);
    add(o->out, o->header.data, o->header.size);
    o->is_top = false;
    o->in_header = false;
    if (is_message(o))
        begin_header(o, false);
}

/* A boundary line: what is open inside ends. */
static void turn(struct outline *o, int mark, bool is_end)
{
    o->in_header = false;
    o->mark_count = (size_t)mark + !is_end;
    if (!is_end)
        begin_header(o, o->marks[mark].is_digest);
}

static bool is_from_line(const struct outline *o, const unsigned char *line,
                         size_t size)
{
    size_t skip = size > 0 && line[0] == '>';

    return line == o->data && size >= skip + 5 &&
           memcmp(line + skip, "From ", 5) == 0;
}

/* No empty line ends the header, but this line, which begins the body. */
static void end_header_early(struct outline *o, const unsigned char *line,
                             size_t size, enum rule rule)
{
    bool is_end = false;

    end_header(o, (size_t)(line - o->data));
    if (repairs(o, rule))
        add(o->out, "\r\n", 2);
    int mark = o->in_header ? -1 : find_mark(o, line, size, &is_end);
    if (mark >= 0)
        turn(o, mark, is_end);
}

/* Is it the boundary that this very header declares? */
static bool is_own_boundary(const struct outline *o, const unsigned char *line,
                            size_t size)
{
    return strncmp(o->type.word, "multipart/", 10) == 0 &&
           is_boundary(o->type.boundary, line, size);
}

static void take_header_line(struct outline *o, const unsigned char *line,
                             size_t size, size_t whole)
{
    int mark = -1;
    bool is_end = false;

    if (size > 0 && (line[0] == ' ' || line[0] == '\t')) {
        bool first = o->field.size + o->header.size == 0;
        if (!o->is_dropping && (!first || !repairs(o, RULE_FOLD_FIRST)))
            add(&o->field, line, whole);
        return;
    }
    end_field(o);
    o->is_dropping = false;
    if (o->is_top && is_from_line(o, line, size)) {
        if (repairs(o, RULE_FROM_LINE))
            return;
    } else if (size == 0) {
        end_header(o, o->at);
    } else if ((mark = find_mark(o, line, size, &is_end)) >= 0) {
        bool made = repairs(o, RULE_HEADER_BOUNDARY);
        end_header(o, o->at - whole);
        if (made)
            add(o->out, "\r\n\r\n", 4);
        turn(o, mark, is_end);
    } else if (o->is_top && !field_has_name(line, size)) {
        end_header_early(o, line, size, RULE_TOP_NO_COLON);
    } else if (is_own_boundary(o, line, size)) {
        end_header_early(o, line, size, RULE_HEADER_BOUNDARY);
    } else {
        if (memchr(line, ':', size) == NULL)
            o->is_dropping = repairs(o, RULE_PART_NO_COLON);
        if (!o->is_dropping)
            add(&o->field, line, whole);
        return;
    }
    add(o->out, line, whole);
}

/* The line without what GMime takes for blanks behind a boundary, too. */
static size_t trim_boundary(struct outline *o, const unsigned char *line,
                            size_t size)
{
    size_t end = size;

    while (end > 2 && line[0] == '-' && line[1] == '-' &&
           strchr(" \t\r\v\f", line[end - 1]) != NULL && line[end - 1] != '\0')
        end--;
    for (size_t i = end; i < size; i++) {
        if (line[i] != ' ' && line[i] != '\t')
            return repairs(o, RULE_BOUNDARY_CR) ? end : size;
    }
    return size;
}

static void take_line(struct outline *o, const unsigned char *line, size_t size,
                      size_t whole)
{
    bool is_end = false;

    size_t trimmed = trim_boundary(o, line, size);
    if (trimmed < size) {
        add(o->out, line, trimmed);
        add(o->out, "\r\n", 2);
        return;
    }
    if (o->in_header) {
        take_header_line(o, line, size, whole);
        return;
    }
    int mark = find_mark(o, line, size, &is_end);
    if (mark >= 0)
        turn(o, mark, is_end);
    add(o->out, line, whole);
}

void outline_canonise(const unsigned char *data, size_t size,
                      struct am_buf *out)
{
    am_buf_clear(out);
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r'))
            add(out, "\r", 1);
        add(out, data + i, 1);
    }
    if (size > 0 && data[size - 1] != '\n')
        add(out, "\r\n", 2);
}

uint64_t outline_repair(const struct am_buf *message, bool is_top,
                        uint64_t repairs, struct am_buf *out)
{
    struct outline *o = calloc(1, sizeof(*o));

    if (o == NULL)
        abort();
    o->data = message->data;
    o->size = message->size;
    o->is_top = is_top;
    o->repairs = repairs;
    o->out = out;
    am_buf_init(&o->header, out->limit);
    am_buf_init(&o->field, out->limit);
    am_buf_clear(out);
    begin_header(o, false);
    while (o->at < o->size) {
        const unsigned char *line = o->data + o->at;
        size_t length = line_size(o, o->at, &o->at);
        take_line(o, line, length, (size_t)(o->data + o->at - line));
    }
    if (o->in_header)
        end_header(o, o->at);
    uint64_t made = o->made;
    am_buf_free(&o->header);
    am_buf_free(&o->field);
    free(o);
    return made;
}
