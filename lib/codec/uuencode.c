/* uuencode - see uuencode.h. */
#include "codec/uuencode.h"

#include <string.h>

#include "codec/flaw.h"

#define LINE_BYTES 63 /* decoded bytes of the longest line */

void am_uu_begin(struct am_uu *uu)
{
    *uu = (struct am_uu){.mode = AM_UU_SEEK};
    am_layout_begin(&uu->layout);
    am_layout_stray(&uu->layout, AM_UU_LINE);
}

static bool is_octal(unsigned char byte)
{
    return byte >= '0' && byte <= '7';
}

/* Is this the start of a begin line, just long enough to tell? */
static bool is_begin(const unsigned char *line, size_t size)
{
    if ((size != 10 && size != 11) || memcmp(line, "begin ", 6) != 0)
        return false;
    for (size_t i = 6; i < size - 1; i++) {
        if (!is_octal(line[i]))
            return false;
    }
    return line[size - 1] == ' ';
}

/* There is no begin line: give out what was held. */
static size_t give_up(struct am_uu *uu, unsigned char *out)
{
    size_t size = uu->size;

    uu->flaws |= AM_FLAW_BIT(AM_FLAW_UU_NO_BEGIN);
    uu->mode = AM_UU_PLAIN;
    uu->size = 0;
    memcpy(out, uu->line, size);
    return size;
}

static size_t seek(struct am_uu *uu, unsigned char byte, unsigned char *out)
{
    bool line_end =
        byte == '\n' && uu->size > 0 && uu->line[uu->size - 1] == '\r';

    uu->line[uu->size++] = byte;
    if (is_begin(uu->line + uu->start, (size_t)uu->size - uu->start)) {
        uu->mode = AM_UU_BEGIN;
        uu->size = 0;
        return 0;
    }
    if (line_end)
        uu->start = uu->size;
    return uu->size == AM_UU_AHEAD ? give_up(uu, out) : 0;
}

static bool is_white(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_end(const struct am_uu *uu)
{
    size_t first = 0;
    size_t last = uu->size;

    while (first < last && is_white(uu->line[first]))
        first++;
    while (last > first && is_white(uu->line[last - 1]))
        last--;
    return !uu->overlong && last - first == 3 &&
           memcmp(uu->line + first, "end", 3) == 0;
}

/* The six bits at place i of the line, or -1: not of the alphabet.  Blanks cut
 * from the end of a line were zero bits. */
static int six_of(const struct am_uu *uu, size_t i)
{
    unsigned char byte = i < uu->size ? uu->line[i] : ' ';

    if (byte == '\r' || byte == '\n')
        return 0;
    return byte >= ' ' && byte <= '`' ? (byte - ' ') & 63 : -1;
}

static size_t decode_line(const struct am_uu *uu, unsigned char *out)
{
    size_t size = (size_t)(uu->line[0] + 256 - ' ') & LINE_BYTES;
    size_t place = 1;
    unsigned bits = 0;
    unsigned bit_count = 0;

    for (size_t o = 0; o < size; place++) {
        int six = six_of(uu, place);
        if (six < 0)
            return 0;
        bits = (bits << 6 | (unsigned)six) & 0xffff;
        bit_count += 6;
        if (bit_count >= 8) {
            bit_count -= 8;
            out[o++] = (unsigned char)(bits >> bit_count);
        }
    }
    return size;
}

static size_t end_line(struct am_uu *uu, unsigned char *out)
{
    size_t n = 0;

    if (is_end(uu)) {
        uu->mode = AM_UU_ENDED;
    } else if (uu->size > 0) {
        n = decode_line(uu, out);
    }
    uu->size = 0;
    uu->overlong = false;
    return n;
}

static void push(struct am_uu *uu, unsigned char byte)
{
    if (uu->size < AM_UU_LINE) {
        uu->line[uu->size++] = byte;
    } else {
        uu->overlong = true;
    }
}

/* A byte of the begin line or of one behind it. */
static size_t take(struct am_uu *uu, unsigned char byte, unsigned char *out)
{
    bool line_end = uu->cr && byte == '\n';
    bool lone_cr = uu->cr && !line_end;

    uu->cr = byte == '\r';
    if (uu->mode == AM_UU_BEGIN) {
        if (line_end)
            uu->mode = AM_UU_DATA;
        return 0;
    }
    if (line_end)
        return end_line(uu, out);
    if (lone_cr)
        push(uu, '\r');
    if (!uu->cr)
        push(uu, byte);
    return 0;
}

static size_t copy(unsigned char *out, size_t out_size, const unsigned char *in,
                   size_t in_size)
{
    size_t n = in_size < out_size ? in_size : out_size;

    memcpy(out, in, n);
    return n;
}

size_t am_uu_feed(struct am_uu *uu, const unsigned char *in, size_t in_size,
                  size_t *used, unsigned char *out, size_t out_size)
{
    size_t i = 0;
    size_t o = 0;

    while (i < in_size && uu->mode != AM_UU_PLAIN &&
           out_size - o > LINE_BYTES) {
        unsigned char byte = in[i++];
        am_layout_stray(&uu->layout, byte);
        if (uu->mode == AM_UU_SEEK) {
            o += seek(uu, byte, out + o);
        } else if (uu->mode != AM_UU_ENDED) {
            o += take(uu, byte, out + o);
        }
    }
    if (uu->mode == AM_UU_PLAIN) {
        size_t n = copy(out + o, out_size - o, in + i, in_size - i);
        i += n;
        o += n;
    }
    *used = i;
    return o;
}

size_t am_uu_finish(struct am_uu *uu, unsigned char *out)
{
    size_t n = 0;

    if (uu->mode == AM_UU_SEEK)
        return give_up(uu, out);
    if (uu->mode == AM_UU_DATA) {
        if (uu->cr)
            push(uu, '\r');
        n = end_line(uu, out);
    }
    if (uu->mode == AM_UU_BEGIN || uu->mode == AM_UU_DATA)
        uu->flaws |= AM_FLAW_BIT(AM_FLAW_UU_NO_END);
    return n;
}
