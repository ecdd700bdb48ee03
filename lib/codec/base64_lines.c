/*
 * base64_lines - clean lines of base64, one after the other.
 *
 * Nearly all base64 is lines of one length, with nothing in them but the
 * alphabet: these go to the kernel, many at a time.  A line that a length of
 * its own, or a group cut by its end, keeps from it is taken alone.  A line
 * with anything else in it is left for am_base64_feed().
 */
#include <string.h>

#include "codec/base64.h"
#include "codec/base64_run.h"

/* The characters of a group not whole yet, kept apart until a line is known to
 * be clean. */
struct carry {
    uint32_t bits;
    uint32_t bad;
    unsigned count;
};

static size_t push(struct carry *carry, unsigned char byte, unsigned char *out)
{
    uint32_t six = am_base64_six(byte);

    carry->bad |= six & AM_BASE64_BAD;
    carry->bits = carry->bits << 6 | six;
    if (++carry->count < 4)
        return 0;
    out[0] = (unsigned char)(carry->bits >> 16);
    out[1] = (unsigned char)(carry->bits >> 8);
    out[2] = (unsigned char)carry->bits;
    carry->bits = carry->count = 0;
    return 3;
}

#define NO_LINE SIZE_MAX

/* Digests take 64 bytes at a time: so many lines, of any width, are whole
 * blocks, and an output of nothing else spares the digest a rest. */
#define ROUND 64

/*
 * Decode a line of the width known; *base64 changes only if all of it is of the
 * alphabet and there is room for it.  Returns the bytes put out, or NO_LINE.
 */
static size_t decode_line(struct am_base64 *base64, const unsigned char *in,
                          unsigned char *out, size_t out_size)
{
    struct carry carry = {base64->bits, 0, base64->count};
    size_t width = base64->width;
    size_t i = 0;
    size_t o = 0;

    if (width > out_size / 3 * 4 || (width > 0 && in[width - 1] == '='))
        return NO_LINE;
    while (carry.count != 0 && i < width)
        o += push(&carry, in[i++], out + o);
    if (width - i >= AM_BASE64_WIDTH_MIN) {
        size_t n = am_base64_kernel()->run(in + i, width - i, out + o);
        i += n;
        o += n / 4 * 3;
    }
    for (; width - i >= 4; i += 4, o += 3) {
        uint32_t group = am_base64_group(in + i);
        if ((group & AM_BASE64_BAD_GROUP) != 0)
            return NO_LINE;
        am_base64_put_group(out + o, group);
    }
    while (i < width)
        o += push(&carry, in[i++], out + o);
    if (carry.bad != 0)
        return NO_LINE;
    base64->bits = carry.bits;
    base64->count = (uint8_t)carry.count;
    return o;
}

static bool ends_at(const unsigned char *in, size_t size, size_t width,
                    size_t eol_size)
{
    if (size < eol_size || width > size - eol_size)
        return false;
    return am_base64_ends_line(in + width, eol_size);
}

/* Learn the width and the end of the line at in, if it ends within size bytes.
 * False if it is as guessed: then it was tried. */
static bool learn(struct am_base64 *base64, const unsigned char *in,
                  size_t size)
{
    const unsigned char *lf = size > 0 ? memchr(in, '\n', size) : NULL;
    if (lf == NULL)
        return false;
    size_t eol_size = lf > in && lf[-1] == '\r' ? 2 : 1;
    size_t width = (size_t)(lf - in) + 1 - eol_size;
    if (width == base64->width && eol_size == base64->eol_size)
        return false;
    base64->width = width;
    base64->eol_size = eol_size;
    return true;
}

/*
 * Decode the line that begins at in, if it ends within size bytes and is clean;
 * returns as decode_line() does.  A line as long as the one before is found
 * without a search; that it has no earlier end its decoding tells.
 */
static size_t take_line(struct am_base64 *base64, const unsigned char *in,
                        size_t size, unsigned char *out, size_t out_size)
{
    size_t longest = out_size / 3 * 4 + 2; /* for which there is room */
    size_t n = NO_LINE;

    if (size > longest)
        size = longest;
    if (ends_at(in, size, base64->width, base64->eol_size))
        n = decode_line(base64, in, out, out_size);
    if (n == NO_LINE && learn(base64, in, size))
        n = decode_line(base64, in, out, out_size);
    return n;
}

/* Decode a line, and those of the same width behind it.  Returns how many, with
 * *o moved on. */
static size_t take_alike(struct am_base64 *base64, const unsigned char *in,
                         size_t size, unsigned char *out, size_t out_size,
                         size_t *o)
{
    size_t n = 0;
    size_t at = 0;
    size_t bytes = take_line(base64, in, size, out + *o, out_size - *o);

    while (bytes != NO_LINE) {
        n++;
        *o += bytes;
        at += base64->width + base64->eol_size;
        if (!ends_at(in + at, size - at, base64->width, base64->eol_size))
            break;
        bytes = decode_line(base64, in + at, out + *o, out_size - *o);
    }
    return n;
}

/* Decode as many lines as the kernel takes.  Returns how many. */
static size_t take_block(struct am_base64 *base64, const unsigned char *in,
                         size_t size, unsigned char *out, size_t out_size)
{
    struct am_base64_block block = {
        .in = in,
        .width = base64->width,
        .eol_size = base64->eol_size,
    };

    if (block.width < AM_BASE64_WIDTH_MIN || block.width % 4 != 0 ||
        base64->count != 0)
        return 0;
    size_t bytes = block.width / 4 * 3;
    size_t step = block.width + block.eol_size;
    block.lines = ROUND;
    if (ROUND * bytes > out_size || ROUND * step > size) { /* divisions cost */
        size_t room = out_size / bytes;
        block.lines = size / step < room ? size / step : room;
    }
    return block.lines == 0 ? 0 : am_base64_kernel()->lines(&block, out);
}

static void count(struct am_lines *lines, const struct am_base64 *base64,
                  size_t n)
{
    lines->used += n * (base64->width + base64->eol_size);
    lines->count += n;
    if (base64->eol_size == 1)
        lines->lone_lf += n;
}

/* Take lines.  Returns false if there is none to take, else with *o moved on.
 */
static bool take_some(struct am_base64 *base64, struct am_lines *lines,
                      unsigned char *out, size_t out_size, size_t *o)
{
    const unsigned char *in = lines->data + lines->used;
    size_t left = lines->size - lines->used;
    if (left == 0 || in[0] == '-') /* a boundary, mostly: no base64 */
        return false;
    size_t n = take_block(base64, in, left, out + *o, out_size - *o);

    *o += n * (base64->width / 4 * 3);
    if (n == 0)
        n = take_alike(base64, in, left, out, out_size, o);
    if (n == 0)
        return false;
    am_layout_lines(&base64->layout, base64->width, n);
    count(lines, base64, n);
    return true;
}

size_t am_base64_lines(struct am_base64 *base64, struct am_lines *lines,
                       unsigned char *out, size_t out_size)
{
    size_t o = 0;

    if (base64->layout.column != 0 || base64->cr || base64->ended ||
        base64->half_pad)
        return 0;
    while (take_some(base64, lines, out, out_size, &o)) {
        if (o % ROUND == 0 && o > out_size / 2)
            break;
    }
    return o;
}
