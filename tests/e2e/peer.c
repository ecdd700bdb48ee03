/*
 * peer - see peer.h.
 *
 * A work list in place of recursion: messages to be parsed (the message itself,
 * and encoded ones found in it), and of each the objects to be looked at.
 */
#include "e2e/peer.h"

#include <gmime/gmime.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/buf.h"
#include "e2e/outline.h"
#include "e2e/plain_decode.h"
#include "e2e/rules.h"

#define ROOM ((size_t)1 << 26)

struct reading {
    struct finds *finds;
    uint64_t repairs;
    GPtrArray *messages; /* GBytes to be parsed */
    GPtrArray *objects;  /* of the message being parsed */
    const unsigned char *data;
    uint64_t made; /* repairs that found something to do */
};

/* One leaf, as GMime sees it. */
struct leaf {
    GMimePart *part;
    const unsigned char *raw;
    size_t raw_size;
    enum am_encoding encoding;
};

static void be_quiet(const gchar *domain, GLogLevelFlags level,
                     const gchar *text, gpointer data)
{
    (void)domain;
    (void)level;
    (void)text;
    (void)data;
}

void peer_begin(void)
{
    g_mime_init();
    g_log_set_default_handler(be_quiet, NULL);
}

/* ---- what counts ---- */

static bool is_blank(const char *name)
{
    for (; name != NULL && *name != '\0'; name++) {
        if (!g_ascii_isspace(*name))
            return false;
    }
    return true;
}

static bool has_name(struct reading *r, GMimePart *part)
{
    GMimeContentType *type =
        g_mime_object_get_content_type((GMimeObject *)part);

    if (!is_blank(g_mime_part_get_filename(part)))
        return true;
    if ((r->repairs & RULE_BIT(RULE_NAME_BLANK)) == 0 || type == NULL ||
        is_blank(g_mime_content_type_get_parameter(type, "name")))
        return false;
    r->made |= RULE_BIT(RULE_NAME_BLANK);
    return true;
}

/* The raw value of a part's own field, or NULL. */
static const char *raw_value(const struct leaf *leaf, const char *name)
{
    GMimeHeader *header = g_mime_header_list_get_header(
        g_mime_object_get_header_list((GMimeObject *)leaf->part), name);

    return header != NULL ? g_mime_header_get_raw_value(header) : NULL;
}

static bool is_body_type(const struct leaf *leaf)
{
    GMimeContentType *type =
        g_mime_object_get_content_type((GMimeObject *)leaf->part);

    return type == NULL || g_mime_content_type_is_type(type, "text", "*") ||
           g_mime_content_type_is_type(type, "xultipart", "*") ||
           g_mime_content_type_is_type(type, "multipart", "*") ||
           g_mime_content_type_is_type(type, "message", "rfc822") ||
           g_mime_content_type_is_type(type, "message", "global");
}

static bool counts(struct reading *r, const struct leaf *leaf)
{
    const char *disposition =
        g_mime_object_get_disposition((GMimeObject *)leaf->part);
    GMimeContentType *type =
        g_mime_object_get_content_type((GMimeObject *)leaf->part);

    if (g_mime_content_type_is_type(type, "zultipart", "*"))
        return false;
    if (disposition != NULL &&
        g_ascii_strcasecmp(disposition, "attachment") == 0)
        return true;
    return has_name(r, leaf->part) || !is_body_type(leaf);
}

/* ---- contents ---- */

static enum am_encoding encoding_of(GMimePart *part)
{
    switch (g_mime_part_get_content_encoding(part)) {
    case GMIME_CONTENT_ENCODING_BASE64:
        return AM_ENCODING_BASE64;
    case GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE:
        return AM_ENCODING_QUOTED;
    case GMIME_CONTENT_ENCODING_UUENCODE:
        return AM_ENCODING_UUENCODE;
    case GMIME_CONTENT_ENCODING_DEFAULT:
    case GMIME_CONTENT_ENCODING_7BIT:
    case GMIME_CONTENT_ENCODING_8BIT:
    case GMIME_CONTENT_ENCODING_BINARY:
        break;
    }
    return AM_ENCODING_7BIT;
}

static void add_find(struct reading *r, const void *data, size_t size)
{
    struct find find = {.size_bytes = size};

    if (EVP_Digest(data, size, find.digest, NULL, EVP_sha256(), NULL) != 1)
        abort();
    finds_add(r->finds, &find);
}

/* The content as GMime decodes it. */
static void add_decoded(struct reading *r, const struct leaf *leaf)
{
    GMimeDataWrapper *content = g_mime_part_get_content(leaf->part);
    GMimeStream *out = g_mime_stream_mem_new();

    if (content != NULL)
        g_mime_data_wrapper_write_to_stream(content, out);
    GByteArray *bytes = g_mime_stream_mem_get_byte_array((GMimeStreamMem *)out);
    add_find(r, bytes->data, bytes->len);
    g_object_unref(out);
}

static void find_raw(const struct reading *r, struct leaf *leaf)
{
    GMimeDataWrapper *content = g_mime_part_get_content(leaf->part);
    GMimeStream *stream =
        content != NULL ? g_mime_data_wrapper_get_stream(content) : NULL;

    leaf->encoding = encoding_of(leaf->part);
    if (stream == NULL || stream->bound_end < stream->bound_start)
        return;
    leaf->raw = r->data + stream->bound_start;
    leaf->raw_size = (size_t)(stream->bound_end - stream->bound_start);
}

static void add_content(struct reading *r, const struct leaf *leaf)
{
    unsigned char *out = malloc(PLAIN_ROOM(leaf->raw_size));
    uint64_t odd = 0;

    if (out == NULL)
        abort();
    size_t size =
        plain_decode(leaf->encoding, leaf->raw, leaf->raw_size, out, &odd);
    r->made |= odd & r->repairs;
    if (odd & r->repairs) {
        add_find(r, out, size);
    } else {
        add_decoded(r, leaf);
    }
    free(out);
}

/* Does its field, or the digest that it is in, say that it is a message? */
static bool is_message(const struct leaf *leaf)
{
    const char *type = raw_value(leaf, "Content-Type");
    GMimeContentType *implied =
        g_mime_object_get_content_type((GMimeObject *)leaf->part);

    if (type == NULL)
        return g_mime_content_type_is_type(implied, "message", "rfc822");
    type += strspn(type, " \t\r\n");
    return (g_ascii_strncasecmp(type, "message/rfc822", 14) == 0 ||
            g_ascii_strncasecmp(type, "message/global", 14) == 0) &&
           strchr("; \t\r\n(", type[14]) != NULL;
}

/* A message in base64 or alike, which GMime leaves shut: decode it and put it
 * on the list. */
static bool opens(struct reading *r, const struct leaf *leaf)
{
    uint64_t odd = 0;

    if ((r->repairs & RULE_BIT(RULE_ENCODED_MESSAGE)) == 0 ||
        leaf->encoding == AM_ENCODING_7BIT || !is_message(leaf))
        return false;
    unsigned char *out = g_malloc(PLAIN_ROOM(leaf->raw_size));
    size_t size =
        plain_decode(leaf->encoding, leaf->raw, leaf->raw_size, out, &odd);
    g_ptr_array_add(r->messages, g_bytes_new_take(out, size));
    r->made |= RULE_BIT(RULE_ENCODED_MESSAGE);
    return true;
}

static void take_leaf(struct reading *r, GMimePart *part)
{
    struct leaf leaf = {.part = part, .raw = r->data};

    find_raw(r, &leaf);
    if (!opens(r, &leaf) && counts(r, &leaf))
        add_content(r, &leaf);
}

static void take_message(struct reading *r, GMimeMessage *message)
{
    GMimeObject *object =
        message != NULL ? g_mime_message_get_mime_part(message) : NULL;

    if (object != NULL)
        g_ptr_array_add(r->objects, object);
}

static void take_object(struct reading *r, GMimeObject *object)
{
    if (GMIME_IS_MULTIPART(object)) {
        GMimeMultipart *multipart = (GMimeMultipart *)object;
        int count = g_mime_multipart_get_count(multipart);
        for (int i = 0; i < count; i++) {
            g_ptr_array_add(r->objects,
                            g_mime_multipart_get_part(multipart, i));
        }
    } else if (GMIME_IS_MESSAGE_PART(object)) {
        take_message(
            r, g_mime_message_part_get_message((GMimeMessagePart *)object));
    } else if (GMIME_IS_PART(object)) {
        take_leaf(r, (GMimePart *)object);
    }
}

static void parse(struct reading *r, const unsigned char *data, size_t size,
                  bool is_top)
{
    struct am_buf canon;
    struct am_buf fixed;

    am_buf_init(&canon, ROOM);
    am_buf_init(&fixed, ROOM);
    outline_canonise(data, size, &canon);
    r->made |= outline_repair(&canon, is_top, r->repairs, &fixed);
    r->data = fixed.data;
    GMimeStream *stream =
        g_mime_stream_mem_new_with_buffer((const char *)fixed.data, fixed.size);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    take_message(r, message);
    while (r->objects->len > 0) {
        take_object(r,
                    g_ptr_array_remove_index(r->objects, r->objects->len - 1));
    }
    if (message != NULL)
        g_object_unref(message);
    g_object_unref(parser);
    g_object_unref(stream);
    am_buf_free(&canon);
    am_buf_free(&fixed);
}

uint64_t peer_read(struct finds *finds, const unsigned char *data, size_t size,
                   uint64_t repairs)
{
    struct reading r = {.finds = finds,
                        .repairs = repairs,
                        .messages = g_ptr_array_new(),
                        .objects = g_ptr_array_new()};

    finds_clear(finds);
    parse(&r, data, size, true);
    while (r.messages->len > 0) {
        GBytes *bytes =
            g_ptr_array_remove_index(r.messages, r.messages->len - 1);
        gsize length = 0;
        const void *start = g_bytes_get_data(bytes, &length);
        parse(&r, start, length, false);
        g_bytes_unref(bytes);
    }
    g_ptr_array_free(r.messages, TRUE);
    g_ptr_array_free(r.objects, TRUE);
    return r.made;
}
