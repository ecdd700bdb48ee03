/*
 * quoted - see quoted.h.
 *
 * Text between escapes is looked through and copied in runs.  From a '=' on
 * bytes are held until they are known to be an escape, a soft break or neither.
 */
#include "codec/quoted.h"

#include <string.h>

#include "base/ascii.h"
#include "codec/flaw.h"

/* The last literal bytes, as far as a hard line break asks. */
enum tail {
    TAIL_NONE,
    TAIL_BLANK,   /* a blank */
    TAIL_BLANK_CR /* a blank and a CR */
};

/* Layout events.  What stands between them the content itself tells. */
enum event {
    EVENT_QUOTED = 0x100, /* quoted-printable at all */
    EVENT_ESCAPE = 0x200, /* + 1: first digit in lower case, + 2: second */
    EVENT_SOFT_BREAK = 0x300
};

void am_quoted_begin(struct am_quoted *quoted)
{
    *quoted = (struct am_quoted){.tail = TAIL_NONE};
    am_layout_begin(&quoted->layout);
    am_layout_stray(&quoted->layout, EVENT_QUOTED);
}

static void note(struct am_quoted *quoted, enum am_flaw flaw)
{
    quoted->flaws |= AM_FLAW_BIT(flaw);
}

static void see(struct am_quoted *quoted, unsigned char byte)
{
    if (byte == '\n' && quoted->tail == TAIL_BLANK_CR)
        note(quoted, AM_FLAW_QP_TRAILING_WS);
    if (am_ascii_is_wsp(byte)) {
        quoted->tail = TAIL_BLANK;
    } else if (byte == '\r' && quoted->tail == TAIL_BLANK) {
        quoted->tail = TAIL_BLANK_CR;
    } else {
        quoted->tail = TAIL_NONE;
    }
}

/* Look for blanks before a line break in text that holds no escape, from the
 * byte at `at` on, which is not one of the first two. */
static bool has_trailing_blank(const unsigned char *text, size_t at,
                               size_t size)
{
    const unsigned char *end = text + size;
    const unsigned char *p = text + at;

    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
        if (p[-1] == '\r' && am_ascii_is_wsp(p[-2]))
            return true;
        p++;
    }
    return false;
}

/* What the last bytes of a text of more than one are, as see() has it. */
static enum tail tail_of(const unsigned char *text, size_t size)
{
    unsigned char last = text[size - 1];

    if (am_ascii_is_wsp(last))
        return TAIL_BLANK;
    return last == '\r' && am_ascii_is_wsp(text[size - 2]) ? TAIL_BLANK_CR
                                                           : TAIL_NONE;
}

/* See text that was looked through, but for its first two bytes. */
static void see_text(struct am_quoted *quoted, const unsigned char *text,
                     size_t size, bool has_blank)
{
    if (quoted->tail != TAIL_NONE) {
        see(quoted, text[0]);
        see(quoted, text[1]);
    }
    if (has_blank)
        note(quoted, AM_FLAW_QP_TRAILING_WS);
    quoted->tail = (uint8_t)tail_of(text, size);
}

/* The held bytes are text after all. */
static size_t release(struct am_quoted *quoted, unsigned char *out)
{
    size_t size = quoted->size;

    note(quoted, AM_FLAW_QP_BAD_ESCAPE);
    memcpy(out, quoted->held, size);
    am_layout_pass(&quoted->layout, size);
    for (size_t i = 0; i < size; i++)
        see(quoted, quoted->held[i]);
    quoted->size = 0;
    return size;
}

static void soft_break(struct am_quoted *quoted)
{
    am_layout_stray(&quoted->layout, EVENT_SOFT_BREAK);
    for (unsigned i = 1; i < quoted->size && am_ascii_is_wsp(quoted->held[i]);
         i++)
        am_layout_stray(&quoted->layout, quoted->held[i]);
    am_layout_pass(&quoted->layout, quoted->size);
    quoted->size = 0;
}

/* 1 + the value of a hexadecimal digit; 0 for all else. */
static const unsigned char digits[256] = {
    ['0'] = 1,  ['1'] = 2,  ['2'] = 3,  ['3'] = 4,  ['4'] = 5,  ['5'] = 6,
    ['6'] = 7,  ['7'] = 8,  ['8'] = 9,  ['9'] = 10, ['A'] = 11, ['B'] = 12,
    ['C'] = 13, ['D'] = 14, ['E'] = 15, ['F'] = 16, ['a'] = 11, ['b'] = 12,
    ['c'] = 13, ['d'] = 14, ['e'] = 15, ['f'] = 16,
};

static void put_escape(struct am_quoted *quoted, unsigned char first,
                       unsigned char second, unsigned char *out)
{
    unsigned lower = (first >= 'a' ? 1U : 0U) + (second >= 'a' ? 2U : 0U);

    *out = (unsigned char)((digits[first] - 1U) << 4 | (digits[second] - 1U));
    am_layout_stray(&quoted->layout, EVENT_ESCAPE + lower);
    am_layout_pass(&quoted->layout, 3);
    quoted->tail = TAIL_NONE;
}

/* Take escapes that lie whole in the input, one after the other: in text of
 * other scripts they come in rows.  Returns how many. */
static size_t take_escapes(struct am_quoted *quoted, const unsigned char *in,
                           size_t size, unsigned char *out, size_t out_size)
{
    size_t n = 0;

    for (; size >= 3 && n < out_size && in[0] == '='; in += 3, size -= 3) {
        if (digits[in[1]] == 0 || digits[in[2]] == 0)
            break;
        put_escape(quoted, in[1], in[2], out + n++);
    }
    return n;
}

/* May byte follow what is held, so that it can still be an escape? */
static bool may_follow(const struct am_quoted *quoted, unsigned char byte)
{
    unsigned char last = quoted->held[quoted->size - 1];

    if (quoted->size == AM_QUOTED_HELD)
        return false;
    if (quoted->size == 1 && digits[byte] != 0)
        return true;
    return (last == '=' || am_ascii_is_wsp(last)) &&
           (am_ascii_is_wsp(byte) || byte == '\r');
}

/* A byte after a '='. */
static size_t take(struct am_quoted *quoted, unsigned char byte,
                   unsigned char *out)
{
    unsigned char last = quoted->held[quoted->size - 1];

    if (quoted->size == 2 && digits[last] != 0 && digits[byte] != 0) {
        put_escape(quoted, last, byte, out);
        quoted->size = 0;
        return 1;
    }
    if (last == '\r' && byte == '\n') {
        quoted->held[quoted->size++] = byte;
        soft_break(quoted);
        return 0;
    }
    if (may_follow(quoted, byte)) {
        quoted->held[quoted->size++] = byte;
        return 0;
    }
    size_t n = release(quoted, out);
    if (byte == '=') {
        quoted->held[quoted->size++] = byte;
        return n;
    }
    out[n] = byte;
    am_layout_pass(&quoted->layout, 1);
    see(quoted, byte);
    return n + 1;
}

/* Bytes: a '=' is often nearer, and a search then costs more than a look. */
#define NEAR 8

#ifdef __x86_64__

# include "codec/sse2.h"

/*
 * Copy text from the byte at `at` on, which is not one of the first two, 16
 * bytes at a time, up to the next '=' or as long as so many are left.  Returns
 * how far, and tells of blanks before a line break.
 */
static size_t copy_blocks(const unsigned char *in, size_t at, size_t size,
                          unsigned char *out, bool *has_blank)
{
    unsigned blanks = 0;
    unsigned escapes = 0;

    while (size - at >= 16 && escapes == 0) {
        __m128i bytes = am_sse2_load(in + at);
        __m128i before = am_sse2_load(in + at - 2);
        unsigned ends =
            am_sse2_mask(bytes, '\n') &
            am_sse2_mask(am_sse2_load(in + at - 1), '\r') &
            (am_sse2_mask(before, ' ') | am_sse2_mask(before, '\t'));
        escapes = am_sse2_mask(bytes, '=');
        _mm_storeu_si128((__m128i *)(void *)(out + at), bytes);
        blanks |= ends & ((escapes & -escapes) - 1); /* before the first '=' */
        at += escapes == 0 ? 16U : (unsigned)__builtin_ctz(escapes);
    }
    *has_blank = blanks != 0;
    return at;
}

#else

static size_t copy_blocks(const unsigned char *in, size_t at, size_t size,
                          unsigned char *out, bool *has_blank)
{
    (void)in;
    (void)size;
    (void)out;
    *has_blank = false;
    return at;
}

#endif

/* Copy text of at least NEAR bytes without a '=', and what follows up to one.
 */
static size_t take_long(struct am_quoted *quoted, const unsigned char *in,
                        size_t size, unsigned char *out)
{
    bool has_blank = false;
    size_t n = copy_blocks(in, 2, size, out, &has_blank);

    if (n < size && in[n] != '=') {
        const unsigned char *escape = memchr(in + n, '=', size - n);
        size_t end = escape != NULL ? (size_t)(escape - in) : size;
        memcpy(out + n, in + n, end - n);
        has_blank = has_blank || has_trailing_blank(in, n, end);
        n = end;
    }
    see_text(quoted, in, n, has_blank);
    return n;
}

/* Copy text up to the next '=', which does not stand first. */
static size_t take_text(struct am_quoted *quoted, const unsigned char *in,
                        size_t size, unsigned char *out)
{
    size_t near = size < NEAR ? size : NEAR;
    bool has_lf = false;
    size_t n = 0;

    for (; n < near && in[n] != '='; n++) {
        out[n] = in[n];
        has_lf = has_lf || in[n] == '\n';
    }
    if (n == NEAR) {
        n = take_long(quoted, in, size, out);
    } else if (has_lf || in[n - 1] <= ' ') {
        for (size_t i = 0; i < n; i++)
            see(quoted, in[i]);
    } else {
        quoted->tail = TAIL_NONE;
    }
    am_layout_pass(&quoted->layout, n);
    return n;
}

size_t am_quoted_feed(struct am_quoted *quoted, const unsigned char *in,
                      size_t in_size, size_t *used, unsigned char *out,
                      size_t out_size)
{
    size_t i = 0;
    size_t o = 0;

    while (i < in_size && out_size - o > quoted->size) {
        size_t left = in_size - i;
        size_t room = out_size - o;
        if (quoted->size > 0) {
            o += take(quoted, in[i++], out + o);
        } else if (in[i] == '=') {
            size_t n = take_escapes(quoted, in + i, left, out + o, room);
            i += 3 * n;
            o += n;
            if (n == 0)
                quoted->held[quoted->size++] = in[i++];
        } else {
            size_t n =
                take_text(quoted, in + i, left < room ? left : room, out + o);
            i += n;
            o += n;
        }
    }
    *used = i;
    return o;
}

size_t am_quoted_finish(struct am_quoted *quoted, unsigned char *out)
{
    if (quoted->size == 0) {
        if (quoted->tail == TAIL_BLANK)
            note(quoted, AM_FLAW_QP_TRAILING_WS);
        return 0;
    }
    unsigned char last = quoted->held[quoted->size - 1];
    if (last != '=' && !am_ascii_is_wsp(last))
        return release(quoted, out);
    soft_break(quoted);
    return 0;
}

bool am_quoted_is_used(const struct am_quoted *quoted)
{
    struct am_quoted unused;

    am_quoted_begin(&unused);
    return quoted->layout.hash != unused.layout.hash;
}
