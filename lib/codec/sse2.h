/*
 * sse2 - sixteen bytes at a time, on x86-64, which always has SSE2; to be
 * included only there.
 */
#ifndef AM_CODEC_SSE2_H
#define AM_CODEC_SSE2_H

#include <emmintrin.h>

/* The 16 bytes at text. */
static inline __m128i am_sse2_load(const unsigned char *text)
{
    return _mm_loadu_si128((const __m128i *)(const void *)text);
}

/* Which of the bytes are c: the first one in the lowest bit. */
static inline unsigned am_sse2_mask(__m128i bytes, char c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}

#endif
