/*
 * plain_decode - see plain_decode.h.
 */
#include "e2e/plain_decode.h"

#include <stdbool.h>
#include <string.h>

#include "codec/uuencode.h"
#include "e2e/rules.h"

/* ---- base64, RFC 2045 section 6.8 ---- */

#define NO_SIX 64U /* of no character of the alphabet */

static unsigned six_of(unsigned char byte)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = byte == '\0' ? NULL : strchr(alphabet, byte);

    return found == NULL ? NO_SIX : (unsigned)(found - alphabet);
}

/* Where the next character that matters is: of the alphabet, or '='; or size.
 */
static size_t next_of(const unsigned char *data, size_t size, size_t at)
{
    while (at < size && data[at] != '=' && six_of(data[at]) == NO_SIX)
        at++;
    return at;
}

static size_t put_group(unsigned char *out, const unsigned *six, unsigned count)
{
    if (count >= 2)
        out[0] = (unsigned char)(six[0] << 2 | six[1] >> 4);
    if (count >= 3)
        out[1] = (unsigned char)(six[1] << 4 | six[2] >> 2);
    if (count == 4)
        out[2] = (unsigned char)(six[2] << 6 | six[3]);
    return count < 2 ? 0 : count - 1;
}

static size_t decode_base64(const unsigned char *data, size_t size,
                            unsigned char *out, uint64_t *odd)
{
    unsigned six[4] = {0};
    unsigned count = 0;
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        if (six_of(data[i]) != NO_SIX) {
            six[count++] = six_of(data[i]);
            if (count == 4) {
                n += put_group(out + n, six, count);
                count = 0;
            }
        } else if (data[i] == '=') {
            size_t next = next_of(data, size, i + 1);
            bool whole =
                count == 3 || (count == 2 && next < size && data[next] == '=');
            if (whole)
                return n + put_group(out + n, six, count);
            *odd |= RULE_BIT(RULE_B64_BAD_PAD);
        }
    }
    if (count > 0 && *odd == 0)
        *odd = RULE_BIT(RULE_B64_NO_PAD);
    return n + put_group(out + n, six, count);
}

/* ---- quoted-printable, RFC 2045 section 6.7 ---- */

static int hex_of(unsigned char byte)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *found = byte == '\0' ? NULL : strchr(digits, byte);

    return found == NULL ? -1 : (int)(found - digits) % 16;
}

/* Bytes of the soft break behind '=': blanks and CRLF, or the end; 0: none. */
static size_t soft_break(const unsigned char *data, size_t size)
{
    size_t i = 0;

    while (i < size && (data[i] == ' ' || data[i] == '\t'))
        i++;
    if (i == size)
        return i;
    return i + 1 < size && data[i] == '\r' && data[i + 1] == '\n' ? i + 2 : 0;
}

static size_t decode_quoted(const unsigned char *data, size_t size,
                            unsigned char *out, uint64_t *odd)
{
    size_t n = 0;

    for (size_t i = 0; i < size; i++) {
        size_t left = size - i - 1;
        size_t skip = data[i] == '=' ? soft_break(data + i + 1, left) : 0;
        if (data[i] != '=') {
            out[n++] = data[i];
        } else if (skip > 0 || left == 0) {
            if (skip != 2 || data[i + 1] != '\r')
                *odd |= RULE_BIT(RULE_QP_SOFT_BREAK);
            i += skip;
        } else if (left >= 2 && hex_of(data[i + 1]) >= 0 &&
                   hex_of(data[i + 2]) >= 0) {
            out[n++] =
                (unsigned char)(hex_of(data[i + 1]) * 16 + hex_of(data[i + 2]));
            i += 2;
        } else {
            *odd |= RULE_BIT(RULE_QP_BAD_ESCAPE);
            out[n++] = data[i];
        }
    }
    return n;
}

/* ---- uuencode, POSIX uuencode(1) ---- */

#define BEGIN_SIZE 10 /* of "begin 644 " */

/* Bytes up to the line end; *next is behind it. */
static size_t line_of(const unsigned char *data, size_t size, size_t *next)
{
    for (size_t i = 0; i + 1 < size; i++) {
        if (data[i] == '\r' && data[i + 1] == '\n') {
            *next = i + 2;
            return i;
        }
    }
    *next = size;
    return size;
}

static bool is_begin(const unsigned char *line, size_t size)
{
    size_t i = 6;

    if (size < 10 || memcmp(line, "begin ", 6) != 0)
        return false;
    while (i < 10 && i < size && line[i] >= '0' && line[i] <= '7')
        i++;
    return i >= 9 && i < size && line[i] == ' ';
}

static bool is_end(const unsigned char *line, size_t size)
{
    while (size > 0 && line[size - 1] <= ' ')
        size--;
    while (size > 0 && *line <= ' ') {
        line++;
        size--;
    }
    return size == 3 && memcmp(line, "end", 3) == 0;
}

static size_t decode_uu_line(const unsigned char *line, size_t size,
                             unsigned char *out, uint64_t *odd)
{
    size_t want = ((size_t)line[0] + 224) % 64;
    size_t need = 1 + (want + 2) / 3 * 4;
    unsigned bits = 0;

    if (size != need)
        *odd |= RULE_BIT(RULE_UU);
    for (size_t i = 1, o = 0; o < want; i++) {
        unsigned char c = i < size ? line[i] : ' ';
        if (c < ' ' || c > '`') {
            *odd |= RULE_BIT(RULE_UU);
            return 0;
        }
        bits = bits << 6 | ((c - 32U) & 63U);
        if (i % 4 != 1)
            out[o++] = (unsigned char)(bits >> (4 - 2 * ((i - 2) % 4)));
    }
    return want;
}

static size_t decode_uu(const unsigned char *data, size_t size,
                        unsigned char *out, uint64_t *odd)
{
    size_t at = 0;
    size_t next = 0;
    size_t n = 0;
    size_t length = line_of(data, size, &next);

    while (!is_begin(data + at, length)) {
        at += next;
        if (at + BEGIN_SIZE > size || at + BEGIN_SIZE > AM_UU_AHEAD) {
            *odd |= RULE_BIT(RULE_UU);
            memcpy(out, data, size);
            return size;
        }
        length = line_of(data + at, size - at, &next);
    }
    for (at += next; at < size; at += next) {
        length = line_of(data + at, size - at, &next);
        if (is_end(data + at, length)) {
            if (at + next + 2 < size)
                *odd |= RULE_BIT(RULE_UU);
            return n;
        }
        if (length > 0)
            n += decode_uu_line(data + at, length, out + n, odd);
    }
    *odd |= RULE_BIT(RULE_UU);
    return n;
}

size_t plain_decode(enum am_encoding encoding, const unsigned char *data,
                    size_t size, unsigned char *out, uint64_t *odd)
{
    *odd = 0;
    if (encoding == AM_ENCODING_BASE64)
        return decode_base64(data, size, out, odd);
    if (encoding == AM_ENCODING_QUOTED)
        return decode_quoted(data, size, out, odd);
    if (encoding == AM_ENCODING_UUENCODE)
        return decode_uu(data, size, out, odd);
    memcpy(out, data, size);
    return size;
}
