/*
 * base64_run - groups of base64 characters into bytes, as fast as they come.
 *
 * The only part of the decoder that is worth a vector unit: it knows the
 * alphabet and how long lines are, and neither padding nor flaws.  There is a
 * kernel in plain C, one for AVX2 and one for AVX-512; all give the same bytes.
 */
#ifndef AM_CODEC_BASE64_RUN_H
#define AM_CODEC_BASE64_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define AM_BASE64_WIDTH_MIN 32 /* of lines that a kernel takes */

/* Lines of one width: a multiple of 4, at least AM_BASE64_WIDTH_MIN. */
struct am_base64_block {
    const unsigned char *in;
    size_t lines;    /* how many there are at in, at most */
    size_t width;    /* characters of a line */
    size_t eol_size; /* 2: each is ended by CRLF, 1: by LF */
};

struct am_base64_kernel {
    const char *name; /* "portable", "avx2" or "avx512" */
    /*
     * Decode whole groups of four until one is not of the alphabet or fewer
     * than four characters are left.  Returns the characters taken.  Writes
     * three bytes for four of them, and may write 8 bytes behind these.
     */
    size_t (*run)(const unsigned char *in, size_t size, unsigned char *out);
    /*
     * Decode lines of nothing but the alphabet, until one is not.  Returns how
     * many.  Writes as run() does, and may have written over the room of those
     * that it did not take.
     */
    size_t (*lines)(const struct am_base64_block *block, unsigned char *out);
};

/* The kernel in use: the fastest that this processor has.  Any thread. */
const struct am_base64_kernel *am_base64_kernel(void);

/* From now on use the portable kernel, or again the fastest: for tests and
 * comparisons.  Any thread, between messages. */
void am_base64_use_portable(bool portable);

extern const struct am_base64_kernel am_base64_portable;

/* NULL where the compiler knows no such processors; may be called only on one
 * that has AVX2, or AVX-512 with VBMI. */
extern const struct am_base64_kernel *const am_base64_avx2;
extern const struct am_base64_kernel *const am_base64_avx512;

/* For each place in a group the bits of a character, where they belong in three
 * bytes of which the lowest comes first. */
extern const uint32_t am_base64_words[4][256];

#define AM_BASE64_BAD       0x8000U
#define AM_BASE64_BAD_GROUP 0x80000000U

/* The value of a character, 0 to 63, or AM_BASE64_BAD. */
static inline uint32_t am_base64_six(unsigned char byte)
{
    return am_base64_words[3][byte] >> 16;
}

/* Is there a line end of that size?  As many bytes are there. */
static inline bool am_base64_ends_line(const unsigned char *end,
                                       size_t eol_size)
{
    if (eol_size == 1)
        return end[0] == '\n';
    return end[0] == '\r' && end[1] == '\n';
}

/* The same for vector code, without a branch: not zero if what stands before
 * next is not the end that the mask of its size asks for. */
static inline unsigned am_base64_end_mask(size_t eol_size)
{
    return eol_size == 1 ? 0xff00 : 0xffff;
}

static inline unsigned am_base64_odd_end(const unsigned char *next,
                                         unsigned mask)
{
    uint16_t end;

    memcpy(&end, next - sizeof(end), sizeof(end));
    return (end ^ ('\r' | '\n' << 8)) & mask;
}

/* A word of which the first byte in memory is the lowest, and back. */
static inline uint32_t am_base64_little_endian(uint32_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    return word;
}

/* The bytes of four characters, for am_base64_put_group(); with
 * AM_BASE64_BAD_GROUP set if one is not of the alphabet.  One load: loads are
 * what a loop of it waits for. */
static inline uint32_t am_base64_group(const unsigned char *in)
{
    uint32_t text;

    memcpy(&text, in, sizeof(text));
    text = am_base64_little_endian(text);
    return am_base64_words[0][text & 0xff] |
           am_base64_words[1][text >> 8 & 0xff] |
           am_base64_words[2][text >> 16 & 0xff] |
           am_base64_words[3][text >> 24];
}

/* Three bytes of a group, and one of the slack behind them. */
static inline void am_base64_put_group(unsigned char *out, uint32_t bits)
{
    bits = am_base64_little_endian(bits);
    memcpy(out, &bits, sizeof(bits));
}

#endif
