/*
 * base64_run - groups of base64 characters into bytes, as fast as they come.
 *
 * The only part of the decoder that is worth a vector unit: it knows the
 * alphabet, and neither lines nor padding.
 */
#ifndef AM_CODEC_BASE64_RUN_H
#define AM_CODEC_BASE64_RUN_H

#include <stddef.h>
#include <stdint.h>

/*
 * Decode whole groups of four until one is not of the alphabet or fewer than
 * four characters are left.  Returns the characters taken.  Writes three bytes
 * for four of them, and may write 8 bytes behind these.
 */
size_t am_base64_run(const unsigned char *in, size_t size, unsigned char *out);

/* The tables of am_base64_run(). */
extern const uint32_t am_base64_words[4][256];

#define AM_BASE64_BAD 0x8000U

/* The value of a character, 0 to 63, or AM_BASE64_BAD. */
static inline uint32_t am_base64_six(unsigned char byte)
{
    return am_base64_words[3][byte] >> 16;
}

#endif
