/*
 * field_repair - see field_repair.h.
 */
#include "e2e/field_repair.h"

#include <string.h>

#include "e2e/param_repair.h"
#include "e2e/rules.h"

/* No comments (RFC 2045 section 5.1). */
static bool drop_comments(struct am_buf *field)
{
    size_t at = field_value(field);
    bool quoted = false;
    bool found = false;

    while (at < field_end(field)) {
        unsigned char c = field->data[at];
        if (c == '(' && !quoted) {
            field_cut(field, at, field_comment_end(field, at) - at);
            found = true;
            continue;
        }
        quoted ^= c == '"';
        at += c == '\\' && quoted ? 2 : 1;
    }
    return found;
}

/* What is not one type, one '/', one subtype is text/plain. */
static bool plain_type(struct am_buf *field)
{
    size_t at = field_value(field);
    size_t end = field_bare_end(field, at);
    unsigned slashes = 0;

    for (size_t i = at; i < end; i++)
        slashes += field->data[i] == '/';
    if (slashes == 1)
        return false;
    field_cut(field, at, end - at);
    field_put(field, at, "text/plain");
    return true;
}

/* A type or subtype of no characters is one all the same. */
static bool fill_type(struct am_buf *field)
{
    size_t at = field_value(field);
    size_t end = field_bare_end(field, at);
    const unsigned char *slash = memchr(field->data + at, '/', end - at);
    bool found = false;

    if (slash == NULL)
        return false;
    if (slash == field->data + end - 1) {
        field_put(field, end, "x");
        found = true;
    }
    if (field->data[at] == '/') {
        field_put(field, at, "x");
        found = true;
    }
    return found;
}

/* The word alone: no quotes, nothing behind it. */
static bool bare_encoding(struct am_buf *field)
{
    size_t at = field_value(field);
    bool found = false;

    while (at < field_end(field) &&
           (field->data[at] == '"' || field_is_white(field->data[at]))) {
        field_cut(field, at, 1);
        found = true;
    }
    size_t end = field_word_end(field, at);
    found |= end < field_end(field);
    field_cut(field, end, field_end(field) - end);
    if (field_is_word(field, at, "uue") || field_is_word(field, at, "x-uue")) {
        field_put(field, end, "ncode");
        found = true;
    }
    return found;
}

/* Quotes that begin before the first ';' and end behind it hide it. */
static bool drop_open_quotes(struct am_buf *field, size_t at, size_t end)
{
    size_t next = field_next_param(field, at);

    if (memchr(field->data + at, '"', end - at) == NULL || next <= end + 1)
        return false;
    bool more = field->data[next - 1] == ';';
    field_cut(field, end, next - end - more);
    return true;
}

/* Text behind the subtype belongs to it: written as one word.  What begins in
 * its quotes and ends behind it is gone. */
static bool join_type(struct am_buf *field)
{
    size_t at = field_value(field);
    size_t end = field_bare_end(field, at);
    bool found = drop_open_quotes(field, at, end);

    for (size_t i = at; i < end; i++) {
        if (field_is_special(field->data[i])) {
            field->data[i] = '_';
            found = true;
        }
    }
    return found;
}

/* The first word alone says the disposition. */
static bool bare_disposition(struct am_buf *field)
{
    size_t at = field_value(field);
    size_t end = at;
    bool found = drop_open_quotes(field, at, field_bare_end(field, at));

    while (end < field_end(field) && !field_is_white(field->data[end]) &&
           field->data[end] != ';' && field->data[end] != '=')
        end++;
    size_t stop = end;
    while (stop < field_end(field) && field->data[stop] != ';')
        stop++;
    found |= stop > end;
    field_cut(field, end, stop - end);
    return found;
}

/* Does a word begin or end here? */
static bool is_edge(const struct am_buf *field, size_t at)
{
    unsigned char before = at > 0 ? field->data[at - 1] : ' ';
    unsigned char behind = at + 1 < field->size ? field->data[at + 1] : ' ';

    return field_is_white(before) || before == ';' || before == ':' ||
           field_is_white(behind) || behind == ';';
}

/* NUL, and CR within a line, are bytes like any other; outside of quotes, and
 * in a type where a word begins or ends, CR, VT and FF are blanks. */
static bool plain_bytes(struct am_buf *field)
{
    bool is_type = field_kind_of(field->data, field->size) == FIELD_TYPE;
    bool found = false;
    bool quoted = false;

    for (size_t i = 0; i < field_end(field); i++) {
        unsigned char *c = &field->data[i];
        bool is_odd = *c == '\0' || *c == '\v' || *c == '\f' ||
                      (*c == '\r' && c[1] != '\n');
        quoted ^= *c == '"';
        if (is_odd) {
            bool is_blank =
                *c != '\0' && !quoted && (!is_type || is_edge(field, i));
            *c = is_blank ? ' ' : '?';
        }
        found |= is_odd;
    }
    return found;
}

uint64_t field_repair(enum field_kind kind, uint64_t repairs,
                      struct am_buf *field)
{
    static const struct {
        enum field_kind kind;
        enum rule rule;
        bool (*fn)(struct am_buf *field);
    } all[] = {
        {FIELD_TYPE, RULE_NAME_PIECES, param_name_pieces},
        {FIELD_DISPOSITION, RULE_NAME_PIECES, param_name_pieces},
        {FIELD_TYPE, RULE_QUOTE_OPEN, param_close_quotes},
        {FIELD_DISPOSITION, RULE_QUOTE_OPEN, param_close_quotes},
        {FIELD_TYPE, RULE_BOUNDARY_BLANK, param_trim_boundary},
        {FIELD_TYPE, RULE_FIELD_BYTES, plain_bytes},
        {FIELD_ENCODING, RULE_FIELD_BYTES, plain_bytes},
        {FIELD_DISPOSITION, RULE_FIELD_BYTES, plain_bytes},
        {FIELD_TYPE, RULE_PARAM_STRANGE, param_drop_strange},
        {FIELD_DISPOSITION, RULE_PARAM_STRANGE, param_drop_strange},
        {FIELD_TYPE, RULE_NAME_EXTENDED, param_prefer_extended},
        {FIELD_DISPOSITION, RULE_NAME_EXTENDED, param_prefer_extended},
        {FIELD_TYPE, RULE_COMMENT, drop_comments},
        {FIELD_ENCODING, RULE_COMMENT, drop_comments},
        {FIELD_DISPOSITION, RULE_COMMENT, drop_comments},
        {FIELD_ENCODING, RULE_ENCODING_WORD, bare_encoding},
        {FIELD_TYPE, RULE_TYPE_SLASH, plain_type},
        {FIELD_TYPE, RULE_TYPE_EMPTY, fill_type},
        {FIELD_TYPE, RULE_TYPE_TAIL, join_type},
        {FIELD_DISPOSITION, RULE_DISPOSITION_TAIL, bare_disposition},
    };

    uint64_t made = 0;

    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
        if (all[i].kind == kind && (repairs & RULE_BIT(all[i].rule)) != 0 &&
            all[i].fn(field))
            made |= RULE_BIT(all[i].rule);
    }
    return made;
}
