/* entity - see entity.h. */
#include "mime/entity.h"

#include <string.h>

#include "base/ascii.h"
#include "base/scratch.h"
#include "codec/flaw.h"
#include "mime/line.h"
#include "mime/param.h"
#include "mime/word.h"

#define NAME_BYTES 1024 /* of a file name looked at: is it blank? */

void am_entity_init(struct am_entity *entity, size_t boundary_bytes)
{
    *entity = (struct am_entity){0};
    am_buf_init(&entity->boundary, boundary_bytes);
}

void am_entity_free(struct am_entity *entity)
{
    am_buf_free(&entity->boundary);
}

void am_entity_set_type(struct am_entity *entity, const char *type)
{
    size_t size = strlen(type);

    if (size > sizeof(entity->type) - 1)
        size = sizeof(entity->type) - 1;
    memcpy(entity->type, type, size);
    entity->type[size] = '\0';
}

/* Field by field: it is begun for each part, and large. */
void am_entity_begin(struct am_entity *entity, bool in_digest)
{
    static const char text[] = "text/plain\0\0\0\0";
    static const char message[] = "message/rfc822";

    _Static_assert(sizeof(text) == sizeof(message), "one size");
    memcpy(entity->type, in_digest ? message : text, sizeof(text));
    entity->disposition[0] = '\0';
    entity->encoding = AM_ENCODING_7BIT;
    entity->has_type = entity->has_name = entity->has_content_id = false;
    entity->inside_encrypted = entity->limited = false;
    entity->encoded_message = entity->is_multipart = false;
    entity->flaws = 0;
    entity->seen = 0;
    entity->has_boundary = entity->boundary_cut = false;
    am_buf_clear(&entity->boundary);
}

/* The word that a value begins with, as it was written to a buffer. */
struct word {
    size_t length;  /* in the buffer, */
    size_t slashes; /* and those among it */
    size_t end;     /* in the value: behind what was looked at */
};

/* Write the token that the value begins with, behind blanks, or its begin. */
static struct word write_token(const unsigned char *value, size_t size,
                               char *out, size_t out_size)
{
    struct word word = {0};
    size_t begin = 0;

    while (begin < size && am_ascii_is_blank(value[begin]))
        begin++;
    size_t room = size - begin < out_size ? size - begin : out_size;
    word.length = am_line_token(value + begin, room, out, &word.slashes);
    if (word.length == out_size) {
        word.length--;
        word.slashes -= out[word.length] == '/';
    }
    word.end = begin + word.length;
    return word;
}

/*
 * Write the value up to the first ';' to out without its comments, lower case,
 * trimmed, with '?' for what is not printable ASCII.  The end is that of what
 * write_token() took.
 */
static struct word write_bare(const unsigned char *value, size_t size,
                              char *out, size_t out_size)
{
    struct word word = write_token(value, size, out, out_size);
    size_t n = word.length;
    unsigned depth = 0;

    for (size_t i = word.end; i < size && (depth > 0 || value[i] != ';'); i++) {
        unsigned char c = value[i];
        if (c == '(') {
            depth++;
        } else if (c == ')' && depth > 0) {
            depth--;
        } else if (c == '\\' && depth > 0) {
            i++;
        } else if (depth == 0 && (n > 0 || !am_ascii_is_blank(c)) &&
                   n + 1 < out_size) {
            bool plain = (c >= ' ' && c < 0x7f) || am_ascii_is_blank(c);
            word.slashes += c == '/';
            out[n++] = (char)(plain ? am_ascii_lower(c) : '?');
        }
    }
    while (n > 0 && am_ascii_is_blank((unsigned char)out[n - 1]))
        n--;
    out[n] = '\0';
    word.length = n;
    return word;
}

/* Has the value up to the first ';', comments left out, exactly one '/'?  Asked
 * of one that may be too long to be kept whole. */
static bool has_one_slash(const unsigned char *value, size_t size)
{
    unsigned slashes = 0;
    unsigned depth = 0;

    for (size_t i = 0; i < size && (depth > 0 || value[i] != ';'); i++) {
        unsigned char c = value[i];
        if (c == '(') {
            depth++;
        } else if (depth == 0) {
            slashes += c == '/';
        } else if (c == ')') {
            depth--;
        } else if (c == '\\') {
            i++;
        }
    }
    return slashes == 1;
}

static bool is_name(const struct am_param *param)
{
    return param->is_there &&
           !am_word_is_blank(param->out, param->size < param->room
                                             ? param->size
                                             : param->room);
}

static void take_boundary(struct am_entity *entity,
                          const struct am_param *param)
{
    struct am_buf *boundary = &entity->boundary;
    size_t length = param->size;

    if (!param->is_there)
        return;
    entity->boundary_cut = length > boundary->limit;
    if (entity->boundary_cut)
        length = boundary->limit;
    while (length > 0 && am_ascii_is_blank(boundary->data[length - 1]))
        length--;
    boundary->size = length;
    entity->has_boundary = length > 0;
}

static int take_params(struct am_entity *entity, const unsigned char *value,
                       size_t size, struct am_err *err)
{
    AM_SCRATCH unsigned char name[NAME_BYTES];
    bool is_multipart = entity->is_multipart;
    struct am_buf *boundary = &entity->boundary;

    if (entity->has_name && !is_multipart)
        return 0;
    if (is_multipart && am_buf_reserve(boundary, boundary->limit, err) < 0)
        return -1;
    struct am_param params[] = {
        {.name = "boundary", .out = boundary->data, .room = boundary->limit},
        {.name = "name", .out = name, .room = sizeof(name)},
    };
    am_param_find(value, size, is_multipart ? params : params + 1,
                  is_multipart ? 2 : 1);
    if (is_multipart)
        take_boundary(entity, &params[0]);
    if (is_name(&params[1]))
        entity->has_name = true;
    return 0;
}

static int take_type(struct am_entity *entity, const unsigned char *value,
                     size_t size, struct am_err *err)
{
    struct word word =
        write_bare(value, size, entity->type, sizeof(entity->type));

    entity->has_type = word.slashes == 1;
    if (size >= sizeof(entity->type))
        entity->has_type = has_one_slash(value, size);
    if (!entity->has_type)
        am_entity_set_type(entity, "text/plain");
    entity->is_multipart = am_ascii_begins(entity->type, "multipart/");
    return take_params(entity, value + word.end, size - word.end, err);
}

static void take_disposition(struct am_entity *entity,
                             const unsigned char *value, size_t size)
{
    AM_SCRATCH unsigned char name[NAME_BYTES];
    struct am_param param = {"filename", name, sizeof(name), 0, false};
    char *out = entity->disposition;
    struct word word =
        write_token(value, size, out, AM_ENTITY_DISPOSITION_SIZE);
    size_t n = word.length;

    for (size_t i = word.end; i < size; i++) {
        unsigned char c = value[i];
        if (c == ';' || c == '=' || am_ascii_is_blank(c) ||
            n + 1 == AM_ENTITY_DISPOSITION_SIZE)
            break;
        out[n++] = (char)am_ascii_lower(c);
    }
    out[n] = '\0';
    if (entity->has_name)
        return;
    am_param_find(value + word.end, size - word.end, &param, 1);
    entity->has_name = is_name(&param);
}

/* The encoding that a value of any form names. */
static enum am_encoding find_encoding(const unsigned char *value, size_t size)
{
    char text[64];
    const char *name = text;

    write_bare(value, size, text, sizeof(text));
    while (*name == '"' || am_ascii_is_blank((unsigned char)*name))
        name++;
    return am_encoding_of(name, strcspn(name, " \t\r\n\v\f,;\""));
}

static void take_encoding(struct am_entity *entity, const unsigned char *value,
                          size_t size)
{
    enum am_encoding encoding = AM_ENCODING_OTHER;

    /* Nearly always a blank and the word. */
    if (size > 0 && value[0] == ' ')
        encoding = am_encoding_of((const char *)value + 1, size - 1);
    if (encoding == AM_ENCODING_OTHER)
        encoding = find_encoding(value, size);
    entity->encoding = encoding;
    if (entity->encoding == AM_ENCODING_OTHER)
        entity->flaws |= AM_FLAW_BIT(AM_FLAW_CTE_UNKNOWN);
}

static bool is_empty(const unsigned char *value, size_t size)
{
    while (size > 0 && am_ascii_is_blank(value[size - 1]))
        size--;
    return size == 0;
}

int am_entity_take(struct am_entity *entity, enum am_field field,
                   const unsigned char *value, size_t size, struct am_err *err)
{
    unsigned bit = 1U << field;

    if (entity->seen & bit) {
        entity->flaws |= AM_FLAW_BIT(AM_FLAW_FIELD_TWICE);
        return 0;
    }
    entity->seen |= bit;
    switch (field) {
    case AM_FIELD_CONTENT_TYPE:
        return take_type(entity, value, size, err);
    case AM_FIELD_TRANSFER_ENCODING:
        take_encoding(entity, value, size);
        break;
    case AM_FIELD_DISPOSITION:
        take_disposition(entity, value, size);
        break;
    case AM_FIELD_CONTENT_ID:
        entity->has_content_id = !is_empty(value, size);
        break;
    case AM_FIELD_MESSAGE_ID:
    case AM_FIELD_OTHER:
        break;
    }
    return 0;
}

bool am_entity_is_message(const struct am_entity *entity)
{
    return am_ascii_same(entity->type, "message/rfc822") ||
           am_ascii_same(entity->type, "message/global");
}

bool am_entity_is_named(const struct am_entity *entity)
{
    return entity->has_name || am_ascii_same(entity->disposition, "attachment");
}
