/*
 * base64 - see base64.h.
 *
 * Runs of the alphabet go to the kernel, everything else byte by byte; whole
 * lines are taken in base64_lines.c.
 */
#include "codec/base64.h"

#include "codec/base64_run.h"
#include "codec/flaw.h"

/* Layout events that are no single byte. */
enum event {
    EVENT_HALF_PAD = 0x100, /* '=' that completed no group after all */
    EVENT_SPARE = 0x200,    /* + spare bits that are not zero */
    EVENT_NO_PAD = 0x300    /* + characters left */
};

void am_base64_begin(struct am_base64 *base64)
{
    *base64 = (struct am_base64){.width = 76, .eol_size = 2};
    am_layout_begin(&base64->layout);
}

/* Three bytes of four values, the first one in the highest bits. */
static void put_bits(unsigned char *out, uint32_t bits)
{
    out[0] = (unsigned char)(bits >> 16);
    out[1] = (unsigned char)(bits >> 8);
    out[2] = (unsigned char)bits;
}

static void note(struct am_base64 *base64, enum am_flaw flaw)
{
    base64->flaws |= AM_FLAW_BIT(flaw);
}

static void stray(struct am_base64 *base64, unsigned char byte)
{
    am_layout_stray(&base64->layout, byte);
    am_layout_pass(&base64->layout, 1);
}

/* Give out the bytes of a last group of two or three characters. */
static size_t put_last(struct am_base64 *base64, unsigned char *out)
{
    unsigned spare_size = base64->count == 2 ? 4 : 2;
    uint32_t spare = base64->bits & ((1U << spare_size) - 1);
    uint32_t bytes = base64->bits >> spare_size;

    if (spare != 0)
        am_layout_stray(&base64->layout, EVENT_SPARE + spare);
    if (base64->count == 2) {
        out[0] = (unsigned char)bytes;
        return 1;
    }
    out[0] = (unsigned char)(bytes >> 8);
    out[1] = (unsigned char)bytes;
    return 2;
}

static size_t take_pad(struct am_base64 *base64, unsigned char *out)
{
    if (base64->count < 2) {
        note(base64, AM_FLAW_B64_AFTER_PAD);
        stray(base64, '=');
        return 0;
    }
    am_layout_pass(&base64->layout, 1);
    if (base64->count == 2 && !base64->half_pad) {
        base64->half_pad = true;
        return 0;
    }
    base64->ended = true;
    return put_last(base64, out);
}

static size_t take_six(struct am_base64 *base64, uint32_t six,
                       unsigned char *out)
{
    if (base64->half_pad) {
        note(base64, AM_FLAW_B64_AFTER_PAD);
        am_layout_stray(&base64->layout, EVENT_HALF_PAD);
        base64->half_pad = false;
    }
    am_layout_pass(&base64->layout, 1);
    base64->bits = base64->bits << 6 | six;
    if (++base64->count < 4)
        return 0;
    put_bits(out, base64->bits);
    base64->bits = 0;
    base64->count = 0;
    return 3;
}

static bool is_white(unsigned char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* A byte that is part of no line end. */
static size_t take_byte(struct am_base64 *base64, unsigned char byte,
                        unsigned char *out)
{
    uint32_t six = am_base64_six(byte);

    if (base64->ended) {
        if (six != AM_BASE64_BAD)
            note(base64, AM_FLAW_B64_AFTER_PAD);
        stray(base64, byte);
        return 0;
    }
    if (six != AM_BASE64_BAD)
        return take_six(base64, six, out);
    if (byte == '=')
        return take_pad(base64, out);
    if (!is_white(byte))
        note(base64, AM_FLAW_B64_JUNK);
    stray(base64, byte);
    return 0;
}

/* Any byte: a CR waits for what follows it. */
static size_t take(struct am_base64 *base64, unsigned char byte,
                   unsigned char *out)
{
    if (base64->cr) {
        base64->cr = false;
        if (byte == '\n') {
            am_layout_line(&base64->layout);
            return 0;
        }
        stray(base64, '\r');
    }
    if (byte == '\r') {
        base64->cr = true;
        return 0;
    }
    return take_byte(base64, byte, out);
}

static size_t take_run(struct am_base64 *base64, const unsigned char *in,
                       size_t in_size, unsigned char *out, size_t out_size)
{
    if (base64->count != 0 || base64->ended || base64->cr ||
        am_base64_six(in[0]) == AM_BASE64_BAD)
        return 0;
    size_t room = out_size / 3 * 4;
    size_t n =
        am_base64_kernel()->run(in, in_size < room ? in_size : room, out);
    am_layout_pass(&base64->layout, n);
    return n;
}

size_t am_base64_feed(struct am_base64 *base64, const unsigned char *in,
                      size_t in_size, size_t *used, unsigned char *out,
                      size_t out_size)
{
    size_t i = 0;
    size_t o = 0;

    while (i < in_size && out_size - o >= 3) {
        size_t n = take_run(base64, in + i, in_size - i, out + o, out_size - o);
        i += n;
        o += n / 4 * 3;
        if (n == 0)
            o += take(base64, in[i++], out + o);
    }
    *used = i;
    return o;
}

size_t am_base64_finish(struct am_base64 *base64, unsigned char *out)
{
    if (base64->cr)
        stray(base64, '\r');
    base64->cr = false;
    if (base64->ended || base64->count == 0)
        return 0;
    am_layout_close(&base64->layout);
    am_layout_stray(&base64->layout,
                    EVENT_NO_PAD + base64->count + 8U * base64->half_pad);
    if (base64->count == 1) {
        note(base64, AM_FLAW_B64_TRUNCATED);
        return 0;
    }
    note(base64, AM_FLAW_B64_NO_PAD);
    return put_last(base64, out);
}
