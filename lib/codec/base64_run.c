/*
 * base64_run - see base64_run.h.
 *
 * Four tables, one for each place in a group, hold the bits of a character
 * where they belong; a character outside the alphabet sets the top bit, tested
 * once in 16 characters.
 */
#include "codec/base64_run.h"

#define BAD 0x80000000U

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

static inline uint32_t group(const unsigned char *in)
{
    return am_base64_words[0][in[0]] | am_base64_words[1][in[1]] |
           am_base64_words[2][in[2]] | am_base64_words[3][in[3]];
}

/* Three bytes of a group, and one of the slack behind them: a compiler makes it
 * one store. */
static inline void put_group(unsigned char *out, uint32_t bits)
{
    out[0] = (unsigned char)bits;
    out[1] = (unsigned char)(bits >> 8);
    out[2] = (unsigned char)(bits >> 16);
    out[3] = (unsigned char)(bits >> 24);
}

size_t am_base64_run(const unsigned char *in, size_t size, unsigned char *out)
{
    size_t i = 0;

    for (; size - i >= 16; i += 16, out += 12) {
        uint32_t a = group(in + i);
        uint32_t b = group(in + i + 4);
        uint32_t c = group(in + i + 8);
        uint32_t d = group(in + i + 12);
        if (((a | b | c | d) & BAD) != 0)
            break;
        put_group(out, a);
        put_group(out + 3, b);
        put_group(out + 6, c);
        put_group(out + 9, d);
    }
    for (; size - i >= 4; i += 4, out += 3) {
        uint32_t bits = group(in + i);
        if ((bits & BAD) != 0)
            break;
        put_group(out, bits);
    }
    return i;
}
