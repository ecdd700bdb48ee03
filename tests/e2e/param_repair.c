/*
 * param_repair - see param_repair.h.
 */
#include "e2e/param_repair.h"

#include <string.h>
#include <strings.h>

#include "e2e/field_read.h"

/* Is this a parameter: a name of a token's characters, '=', a value? */
static bool is_param(const struct am_buf *field, size_t at)
{
    size_t end = field_end(field);
    size_t begin = 0;

    at = field_skip_space(field, at);
    for (begin = at; at < end && !field_is_special(field->data[at]) &&
                     field->data[at] != ';' && field->data[at] != '/';)
        at++;
    size_t size = at - begin;
    while (at < end && field_is_white(field->data[at]))
        at++;
    if (size == 0 || at == end || field->data[at] != '=')
        return false;
    for (at++; at < end && field_is_white(field->data[at]);)
        at++;
    return at < end && field->data[at] != ';';
}

/* Text between the quotes of a value and the next ';' is skipped. */
static bool drop_behind_quotes(struct am_buf *field, size_t at, size_t end)
{
    while (at < end && field->data[at] != '=')
        at++;
    for (at++; at < end && field_is_white(field->data[at]);)
        at++;
    if (at >= end || field->data[at] != '"')
        return false;
    for (at++; at < end && field->data[at] != '"'; at++)
        at += field->data[at] == '\\';
    size_t stop = end - (field->data[end - 1] == ';');
    if (at + 1 >= stop)
        return false;
    field_cut(field, at + 1, stop - at - 1);
    return true;
}

/* What stands between ';' and is no parameter is skipped. */
bool param_drop_strange(struct am_buf *field)
{
    size_t at = field_next_param(field, field_value(field));
    bool found = false;

    while (at < field_end(field)) {
        size_t end = field_param_end(field, at);
        if (!is_param(field, at)) {
            field_cut(field, at, end - at);
            found = true;
            continue;
        }
        found |= drop_behind_quotes(field, at, end);
        at = field_param_end(field, at);
    }
    return found;
}

/* A quote that is not closed ends with the field. */
bool param_close_quotes(struct am_buf *field)
{
    bool quoted = false;
    bool escaped = false;

    for (size_t i = field_value(field); i < field_end(field); i++) {
        unsigned char c = field->data[i];
        if (c == '(' && !quoted) {
            i = field_comment_end(field, i) - 1;
            continue;
        }
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
    }
    if (quoted)
        field_put(field, field_end(field), "\"");
    return quoted;
}

/* Drop the parameters `plain`, if there is one of the name `better`. */
static bool prefer(struct am_buf *field, const char *better, const char *plain)
{
    size_t first = field_next_param(field, field_value(field));
    bool found = false;
    size_t at = first;

    while (at < field_end(field) && !field_is_named(field, at, better))
        at = field_param_end(field, at);
    if (at == field_end(field))
        return false;
    for (at = first; at < field_end(field);) {
        size_t end = field_param_end(field, at);
        if (field_is_named(field, at, plain)) {
            field_cut(field, at, end - at);
            found = true;
        } else {
            at = end;
        }
    }
    return found;
}

/* RFC 2231: the extended name wins. */
bool param_prefer_extended(struct am_buf *field)
{
    bool changed = prefer(field, "filename*", "filename");

    return prefer(field, "name*", "name") || changed;
}

/* Is the parameter that begins here a piece of that one: "name*2", "name*2*"?
 * (RFC 2231 section 3) */
static bool is_piece(const struct am_buf *field, size_t at, const char *name)
{
    size_t size = strlen(name);

    at = field_skip_space(field, at);
    return field_end(field) - at > size + 2 &&
           strncasecmp((const char *)field->data + at, name, size) == 0 &&
           field->data[at + size] == '*' && field->data[at + size + 1] >= '0' &&
           field->data[at + size + 1] <= '9';
}

static bool name_pieces(struct am_buf *field, const char *name,
                        const char *plain)
{
    size_t first = field_next_param(field, field_value(field));

    for (size_t at = first; at < field_end(field);
         at = field_param_end(field, at)) {
        if (!is_piece(field, at, name))
            continue;
        field_put(field, first, plain);
        return true;
    }
    return false;
}

bool param_name_pieces(struct am_buf *field)
{
    bool changed = name_pieces(field, "filename", " filename=x;");

    return name_pieces(field, "name", " name=x;") || changed;
}

/* Blanks at the end of a quoted boundary are none of it. */
bool param_trim_boundary(struct am_buf *field)
{
    for (size_t at = field_next_param(field, field_value(field));
         at < field_end(field); at = field_param_end(field, at)) {
        size_t begin = at;
        size_t end = field_param_end(field, at);
        if (!field_is_named(field, at, "boundary"))
            continue;
        while (end > begin && field->data[end - 1] != '"')
            end--;
        size_t stop = end > begin ? end - 1 : begin;
        size_t first = stop;
        while (first > begin && field_is_white(field->data[first - 1]))
            first--;
        field_cut(field, first, stop - first);
        return first < stop;
    }
    return false;
}
