/*
 * encode - see encode.h.
 */
#include "mta/encode.h"

#include <string.h>

/* One group of 1 to 3 bytes as 4 characters. */
static void put_group(const unsigned char *in, size_t size, unsigned char *out)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz0123456789+/";
    unsigned second = size > 1 ? in[1] : 0;
    unsigned third = size > 2 ? in[2] : 0;
    unsigned word = (unsigned)in[0] << 16 | second << 8 | third;

    out[0] = (unsigned char)alphabet[word >> 18 & 63];
    out[1] = (unsigned char)alphabet[word >> 12 & 63];
    out[2] = (unsigned char)(size > 1 ? alphabet[word >> 6 & 63] : '=');
    out[3] = (unsigned char)(size > 2 ? alphabet[word & 63] : '=');
}

int am_encode_base64(struct am_buf *out, const void *data, size_t size,
                     unsigned line_chars, size_t *breaks, struct am_err *err)
{
    const unsigned char *in = data;
    size_t line_bytes = (size_t)line_chars / 4 * 3;
    size_t written = 0;
    size_t chars = (size + 2) / 3 * 4;

    *breaks = 0;
    if (am_buf_reserve(out, chars + 2 * (chars / line_chars + 1), err) < 0)
        return -1;
    for (size_t at = 0; at < size; at += 3) {
        if (at > 0 && at % line_bytes == 0) {
            memcpy(out->data + out->size + written, "\r\n", 2);
            written += 2;
            ++*breaks;
        }
        put_group(in + at, size - at, out->data + out->size + written);
        written += 4;
    }
    out->size += written;
    return 0;
}

/* Characters of the escaped byte at in, 0 for a hard line break. */
static size_t quoted_length(const unsigned char *in, size_t left)
{
    bool at_end = left == 1 || (left > 2 && in[1] == '\r' && in[2] == '\n');

    if (left > 1 && in[0] == '\r' && in[1] == '\n')
        return 0;
    if (in[0] == ' ' || in[0] == '\t')
        return at_end ? 3 : 1;
    return in[0] > ' ' && in[0] < 127 && in[0] != '=' ? 1 : 3;
}

static size_t put_quoted(unsigned char byte, size_t length, unsigned char *out)
{
    static const char hex[] = "0123456789ABCDEF";

    out[0] = length == 1 ? byte : (unsigned char)'=';
    out[1] = (unsigned char)hex[byte >> 4];
    out[2] = (unsigned char)hex[byte & 15];
    return length;
}

int am_encode_quoted(struct am_buf *out, const void *data, size_t size,
                     size_t *breaks, struct am_err *err)
{
    const unsigned char *in = data;
    size_t in_line = 0;

    *breaks = 0;
    if (am_buf_reserve(out, 4 * size + 8, err) < 0)
        return -1;
    for (size_t at = 0; at < size;) {
        unsigned char *to = out->data + out->size;
        size_t length = quoted_length(in + at, size - at);

        if (length == 0 || in_line + length > 75) {
            memcpy(to, length == 0 ? "\r\n" : "=\r\n", 3);
            out->size += length == 0 ? 2 : 3;
            at += length == 0 ? 2 : 0;
            in_line = 0;
            ++*breaks;
            continue;
        }
        out->size += put_quoted(in[at++], length, to);
        in_line += length;
    }
    return 0;
}

static size_t count_breaks(const unsigned char *text, size_t size)
{
    size_t breaks = 0;

    for (size_t i = 0; i + 1 < size; i++)
        breaks += text[i] == '\r' && text[i + 1] == '\n';
    return breaks;
}

int am_encode(struct am_buf *out, struct am_encode_form form, const void *data,
              size_t size, size_t *breaks, struct am_err *err)
{
    if (form.encoding == AM_ENCODING_BASE64)
        return am_encode_base64(out, data, size, form.line_chars, breaks, err);
    if (form.encoding == AM_ENCODING_QUOTED)
        return am_encode_quoted(out, data, size, breaks, err);
    *breaks = count_breaks(data, size);
    return am_buf_add(out, data, size, err);
}
