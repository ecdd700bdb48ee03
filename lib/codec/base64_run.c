/*
 * base64_run - see base64_run.h: the portable kernel, and the choice of one.
 *
 * Four tables, one for each place in a group, hold the bits of a character
 * where they belong; a character outside the alphabet sets the top bit, tested
 * once in 16 characters or once in a line.
 */
#include "codec/base64_run.h"

#include <stdatomic.h>

#define BAD AM_BASE64_BAD_GROUP

/* The bits of a character, for each of its four places, in three bytes of which
 * the lowest comes first. */
#define PLACE0(six) ((six) << 2)
#define PLACE1(six) ((six) >> 4 | ((six)&15U) << 12)
#define PLACE2(six) ((six) >> 2 << 8 | ((six)&3U) << 22)
#define PLACE3(six) ((six) << 16)

#define SIX(c)                          \
 ((c) >= 'A' && (c) <= 'Z'   ? (c)-65U  \
  : (c) >= 'a' && (c) <= 'z' ? (c)-71U  \
  : (c) >= '0' && (c) <= '9' ? (c) + 4U \
  : (c) == '+'               ? 62U      \
  : (c) == '/'               ? 63U      \
                             : BAD)
#define WORD(c, place) (SIX(c) == BAD ? BAD : place(SIX(c)))
#define WORD4(c, place)                                        \
 WORD(c, place), WORD((c) + 1U, place), WORD((c) + 2U, place), \
     WORD((c) + 3U, place)
#define WORD16(c, place)                                          \
 WORD4(c, place), WORD4((c) + 4U, place), WORD4((c) + 8U, place), \
     WORD4((c) + 12U, place)
#define WORD64(c, place)                                               \
 WORD16(c, place), WORD16((c) + 16U, place), WORD16((c) + 32U, place), \
     WORD16((c) + 48U, place)
#define WORD256(place)                                        \
 {                                                            \
  WORD64(0U, place), WORD64(64U, place), WORD64(128U, place), \
      WORD64(192U, place)                                     \
 }

const uint32_t am_base64_words[4][256] = {WORD256(PLACE0), WORD256(PLACE1),
                                          WORD256(PLACE2), WORD256(PLACE3)};

/* A row of four groups; returns a word with the top bit set if one is bad. */
static inline uint32_t put_row(const unsigned char *in, unsigned char *out)
{
    uint32_t a = am_base64_group(in);
    uint32_t b = am_base64_group(in + 4);
    uint32_t c = am_base64_group(in + 8);
    uint32_t d = am_base64_group(in + 12);

    am_base64_put_group(out, a);
    am_base64_put_group(out + 3, b);
    am_base64_put_group(out + 6, c);
    am_base64_put_group(out + 9, d);
    return a | b | c | d;
}

static size_t run(const unsigned char *in, size_t size, unsigned char *out)
{
    size_t i = 0;

    for (; size - i >= 16; i += 16, out += 12) {
        if ((put_row(in + i, out) & BAD) != 0)
            break;
    }
    for (; size - i >= 4; i += 4, out += 3) {
        uint32_t bits = am_base64_group(in + i);
        if ((bits & BAD) != 0)
            break;
        am_base64_put_group(out, bits);
    }
    return i;
}

static size_t lines(const struct am_base64_block *block, unsigned char *out)
{
    const unsigned char *in = block->in;
    size_t width = block->width;
    size_t n = 0;

    for (; n < block->lines; n++) {
        uint32_t bits = 0;
        size_t i = 0;
        for (; width - i >= 16; i += 16, out += 12)
            bits |= put_row(in + i, out);
        for (; i < width; i += 4, out += 3) {
            uint32_t last = am_base64_group(in + i);
            am_base64_put_group(out, last);
            bits |= last;
        }
        if ((bits & BAD) != 0 ||
            !am_base64_ends_line(in + width, block->eol_size))
            break;
        in += width + block->eol_size;
    }
    return n;
}

const struct am_base64_kernel am_base64_portable = {"portable", run, lines};

static const struct am_base64_kernel *_Atomic chosen;

static const struct am_base64_kernel *fastest(void)
{
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx512vbmi") &&
        __builtin_cpu_supports("avx512bw"))
        return am_base64_avx512;
    if (__builtin_cpu_supports("avx2"))
        return am_base64_avx2;
#endif
    return &am_base64_portable;
}

const struct am_base64_kernel *am_base64_kernel(void)
{
    const struct am_base64_kernel *kernel =
        atomic_load_explicit(&chosen, memory_order_relaxed);
    if (kernel == NULL) {
        kernel = fastest();
        atomic_store_explicit(&chosen, kernel, memory_order_relaxed);
    }
    return kernel;
}

void am_base64_use_portable(bool portable)
{
    atomic_store_explicit(&chosen, portable ? &am_base64_portable : fastest(),
                          memory_order_relaxed);
}
