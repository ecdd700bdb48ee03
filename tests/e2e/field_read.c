/*
 * field_read - see field_read.h.
 */
#include "e2e/field_read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

bool field_is_white(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool field_is_special(unsigned char c)
{
    return c <= ' ' || c >= 0x7f || strchr("\"(),:<=>?@[\\]", c) != NULL;
}

bool field_has_name(const unsigned char *line, size_t size)
{
    size_t i = 0;

    while (i < size && line[i] > ' ' && line[i] != 0x7f && line[i] != ':')
        i++;
    if (i == 0)
        return false;
    while (i < size && (line[i] == ' ' || line[i] == '\t'))
        i++;
    return i < size && i <= FIELD_LINE && line[i] == ':';
}

enum field_kind field_kind_of(const unsigned char *line, size_t size)
{
    static const char *const names[] = {
        [FIELD_TYPE] = "content-type",
        [FIELD_ENCODING] = "content-transfer-encoding",
        [FIELD_DISPOSITION] = "content-disposition",
        [FIELD_ID] = "content-id"};

    for (int i = FIELD_TYPE; i <= FIELD_ID; i++) {
        size_t length = strlen(names[i]);
        if (size <= length ||
            strncasecmp((const char *)line, names[i], length) != 0)
            continue;
        while (length < size && (line[length] == ' ' || line[length] == '\t'))
            length++;
        if (length < size && line[length] == ':')
            return (enum field_kind)i;
    }
    return FIELD_OTHER;
}

/* Where the field ends, its line end left out. */
size_t field_end(const struct am_buf *field)
{
    return field->size < 2 ? 0 : field->size - 2;
}

/* Where its value begins. */
size_t field_value(const struct am_buf *field)
{
    const unsigned char *colon = memchr(field->data, ':', field->size);
    size_t at = (size_t)(colon - field->data) + 1;
    size_t end = field_end(field);

    while (at < end && field_is_white(field->data[at]))
        at++;
    return at;
}

/* Behind the comment that begins here; comments nest. */
size_t field_comment_end(const struct am_buf *field, size_t at)
{
    unsigned depth = 0;

    do {
        unsigned char c = field->data[at++];
        depth += c == '(';
        depth -= c == ')';
        at += c == '\\';
    } while (depth > 0 && at < field_end(field));
    return at < field_end(field) ? at : field_end(field);
}

size_t field_skip_space(const struct am_buf *field, size_t at)
{
    while (at < field_end(field) &&
           (field_is_white(field->data[at]) || field->data[at] == '('))
        at = field->data[at] == '(' ? field_comment_end(field, at) : at + 1;
    return at;
}

/* Where the text before the first ';' ends, line end and blanks left out. */
size_t field_bare_end(const struct am_buf *field, size_t at)
{
    size_t end = at;

    while (end < field_end(field) && field->data[end] != ';') {
        if (field->data[end] == '(') {
            end = field_comment_end(field, end);
        } else {
            end++;
        }
    }
    while (end > at && field_is_white(field->data[end - 1]))
        end--;
    return end;
}

/* Behind the next ';' that is outside of quotes and comments, or the end. */
size_t field_next_param(const struct am_buf *field, size_t at)
{
    size_t end = field_end(field);
    bool quoted = false;

    while (at < end) {
        unsigned char c = field->data[at];
        if (c == '(' && !quoted) {
            at = field_comment_end(field, at);
            continue;
        }
        at++;
        if (c == ';' && !quoted)
            return at;
        if (c == '\\' && quoted) {
            at++;
        } else if (c == '"') {
            quoted = !quoted;
        }
    }
    return end;
}

/* Behind the parameter that begins here. */
size_t field_param_end(const struct am_buf *field, size_t at)
{
    size_t end = field_end(field);

    while (at < end && field->data[at] != '=' && field->data[at] != ';')
        at++;
    if (at == end || field->data[at++] == ';')
        return at;
    while (at < end && field_is_white(field->data[at]))
        at++;
    if (at < end && field->data[at] == '"')
        return field_next_param(field, at);
    while (at < end && field->data[at] != ';')
        at++;
    return at < end ? at + 1 : end;
}

/* Is the parameter that begins here of that name? */
bool field_is_named(const struct am_buf *field, size_t at, const char *name)
{
    size_t size = strlen(name);

    at = field_skip_space(field, at);
    return field_end(field) - at > size &&
           strncasecmp((const char *)field->data + at, name, size) == 0 &&
           (field->data[at + size] == '=' ||
            field_is_white(field->data[at + size]));
}

/* Its value, behind the name; blanks at its end are none of it. */
static void read_boundary(const struct am_buf *field, size_t at, char *boundary)
{
    size_t end = field_end(field);
    size_t n = 0;

    while (at < end && field_is_white(field->data[at]))
        at++;
    if (at == end || field->data[at++] != '=')
        return;
    while (at < end && field_is_white(field->data[at]))
        at++;
    bool quoted = at < end && field->data[at] == '"';
    for (at += quoted; at < end && n + 1 < FIELD_BOUNDARY; at++) {
        unsigned char c = field->data[at];
        if (c == (quoted ? '"' : ';'))
            break;
        if (quoted && c == '\\' && at + 1 < end)
            c = field->data[++at];
        if (c != '\r' && c != '\n')
            boundary[n++] = (char)c;
    }
    while (n > 0 && field_is_white((unsigned char)boundary[n - 1]))
        n--;
    boundary[n] = '\0';
}

void field_read_type(const struct am_buf *field, struct field_type *type)
{
    size_t end = 0;
    size_t n = 0;

    *type = (struct field_type){.at = field_value(field)};
    end = field_bare_end(field, type->at);
    for (size_t i = type->at; i < end && n + 1 < sizeof(type->word); i++) {
        if (field->data[i] == '(') {
            i = field_comment_end(field, i) - 1;
        } else {
            type->word[n++] = (char)tolower(field->data[i]);
        }
    }
    while (n > 0 && field_is_white((unsigned char)type->word[n - 1]))
        n--;
    type->word[n] = '\0';
    const char *slash = strchr(type->word, '/');
    if (slash == NULL || strchr(slash + 1, '/') != NULL)
        type->word[0] = '\0';
    for (size_t at = field_next_param(field, type->at);
         at < field_end(field) && type->boundary[0] == '\0';
         at = field_param_end(field, at)) {
        if (!field_is_named(field, at, "boundary"))
            continue;
        at = field_skip_space(field, at);
        read_boundary(field, at + strlen("boundary"), type->boundary);
    }
}

/* The first word of an encoding, up to white space or what may follow it. */
size_t field_word_end(const struct am_buf *field, size_t at)
{
    while (at < field_end(field) && !field_is_white(field->data[at]) &&
           strchr(";,\"", field->data[at]) == NULL)
        at++;
    return at;
}

bool field_is_word(const struct am_buf *field, size_t at, const char *word)
{
    return field_word_end(field, at) - at == strlen(word) &&
           strncasecmp((const char *)field->data + at, word, strlen(word)) == 0;
}

bool field_is_encoded(const struct am_buf *field)
{
    static const char *const words[] = {
        "base64", "quoted-printable", "x-uuencode", "uuencode", "x-uue", "uue"};
    size_t at = field_skip_space(field, field_value(field));

    while (at < field_end(field) && field->data[at] == '"')
        at++;
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (field_is_word(field, at, words[i]))
            return true;
    }
    return false;
}

void field_cut(struct am_buf *field, size_t at, size_t size)
{
    memmove(field->data + at, field->data + at + size, field->size - at - size);
    field->size -= size;
}

void field_put(struct am_buf *field, size_t at, const char *text)
{
    size_t size = strlen(text);
    struct am_err err;

    if (am_buf_add(field, text, size, &err) < 0)
        abort();
    memmove(field->data + at + size, field->data + at, field->size - size - at);
    memcpy(field->data + at, text, size);
}
