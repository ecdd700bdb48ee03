/*
 * base64_avx512 - the kernel for processors with AVX-512 VBMI: 64 characters at
 * a time, of lines of 64 to 80 characters.  For all else that for AVX2 is used.
 *
 * As in base64_avx2.c only functions marked with the target use it.  The method
 * - one look-up in 128 characters, two multiplications that join four values,
 * one permutation - is Wojciech Mula's and Daniel Lemire's, "Base64 encoding
 * and decoding at almost the speed of a memory copy", Softw. Pract. Exper. 50
 * (2020).
 */
#include "codec/base64_run.h"

#ifdef __x86_64__

# include <immintrin.h>

# define AVX512   __attribute__((target("avx512f,avx512bw,avx512vbmi")))
# define INLINE   __attribute__((always_inline)) static inline
# define LOAD     ((size_t)64) /* characters, */
# define STORE    48           /* and their bytes */
# define TAIL     ((size_t)16) /* at the end of a line */
# define TOGETHER 4            /* lines: as many tails as a load has room for */

# define BAD        (-128)
# define BAD4       BAD, BAD, BAD, BAD
# define BAD16      BAD4, BAD4, BAD4, BAD4
# define FROM4(n)   (n), (n) + 1, (n) + 2, (n) + 3
# define FROM8(n)   FROM4(n), FROM4((n) + 4)
# define GROUP(n)   (n) + 2, (n) + 1, (n)
# define GROUPS4(n) GROUP(n), GROUP((n) + 4), GROUP((n) + 8), GROUP((n) + 12)

/* The values of the characters 0 to 63 and 64 to 127; in which order the bytes
 * of groups stand in a load, one behind the other or in fours. */
static const signed char low[LOAD] = {
    BAD16, BAD16, BAD4, BAD4,      BAD, BAD, BAD, 62,  BAD,
    BAD,   BAD,   63,   FROM8(52), 60,  61,  BAD, BAD, BAD4,
};
static const signed char high[LOAD] = {
    BAD, FROM8(0),  FROM8(8),  FROM8(16), 24, 25, BAD, BAD4,
    BAD, FROM8(26), FROM8(34), FROM8(42), 50, 51, BAD, BAD4,
};
static const signed char order[LOAD] = {GROUPS4(0), GROUPS4(16), GROUPS4(32),
                                        GROUPS4(48)};
static const signed char fours[LOAD] = {
    GROUPS4(0), BAD4, GROUPS4(16), BAD4, GROUPS4(32), BAD4, GROUPS4(48), BAD4,
};

struct tables {
    __m512i low, high, order, fours;
};

AVX512 INLINE struct tables load_tables(void)
{
    return (struct tables){_mm512_loadu_si512(low), _mm512_loadu_si512(high),
                           _mm512_loadu_si512(order),
                           _mm512_loadu_si512(fours)};
}

/* Three bytes in each four; *bad collects the top bits of bad characters. */
AVX512 INLINE __m512i decode(__m512i text, const struct tables *tables,
                             __m512i *bad)
{
    __m512i six = _mm512_permutex2var_epi8(tables->low, text, tables->high);
    __m512i twelve = _mm512_maddubs_epi16(six, _mm512_set1_epi32(0x01400140));

    *bad = _mm512_ternarylogic_epi32(*bad, six, text, 0xfe);
    return _mm512_madd_epi16(twelve, _mm512_set1_epi32(0x00011000));
}

AVX512 INLINE void store(unsigned char *out, __m512i bytes)
{
    _mm256_storeu_si256((__m256i *)(void *)out, _mm512_castsi512_si256(bytes));
    _mm_storeu_si128((__m128i *)(void *)(out + 32),
                     _mm512_extracti32x4_epi32(bytes, 2));
}

AVX512 INLINE __m128i load_tail(const unsigned char *end)
{
    const unsigned char *tail = end - TAIL;

    return _mm_loadu_si128((const __m128i *)(const void *)tail);
}

/* 48 bytes of the first 64 characters of a line. */
AVX512 INLINE __m512i decode_begin(const unsigned char *in,
                                   const struct tables *tables, __m512i *bad)
{
    return _mm512_permutexvar_epi8(tables->order,
                                   decode(_mm512_loadu_si512(in), tables, bad));
}

/* The last characters of four lines. */
AVX512 INLINE __m512i load_tails(const unsigned char *end, size_t step)
{
    __m512i tails = _mm512_castsi128_si512(load_tail(end));

    tails = _mm512_inserti32x4(tails, load_tail(end + step), 1);
    tails = _mm512_inserti32x4(tails, load_tail(end + 2 * step), 2);
    return _mm512_inserti32x4(tails, load_tail(end + 3 * step), 3);
}

/* Writes four bytes more than there are of a tail. */
AVX512 INLINE void store_tail(unsigned char *end, __m128i bytes)
{
    unsigned char *tail = end - TAIL / 4 * 3;

    _mm_storeu_si128((__m128i *)(void *)tail, bytes);
}

/*
 * Four lines: of each 64 characters, then the last 16 of all together, some of
 * them again, so that no rest is left.  In the order of the stores what one
 * writes too much is written over.  Returns false if one is bad.
 */
AVX512 INLINE bool put_lines(const unsigned char *in, size_t step, size_t width,
                             const struct tables *tables, unsigned char *out)
{
    const size_t bytes = width / 4 * 3;
    __m512i bad = _mm512_setzero_si512();
    __m512i tails = decode(load_tails(in + width, step), tables, &bad);
    __m512i first = decode_begin(in, tables, &bad);
    __m512i second = decode_begin(in + step, tables, &bad);
    __m512i third = decode_begin(in + 2 * step, tables, &bad);
    __m512i fourth = decode_begin(in + 3 * step, tables, &bad);

    tails = _mm512_permutexvar_epi8(tables->fours, tails);
    store(out, first);
    store_tail(out + bytes, _mm512_castsi512_si128(tails));
    store(out + bytes, second);
    store_tail(out + 2 * bytes, _mm512_extracti32x4_epi32(tails, 1));
    store(out + 2 * bytes, third);
    store_tail(out + 3 * bytes, _mm512_extracti32x4_epi32(tails, 2));
    store(out + 3 * bytes, fourth);
    store_tail(out + 4 * bytes, _mm512_extracti32x4_epi32(tails, 3));
    return _mm512_movepi8_mask(bad) == 0;
}

/* Made for the usual width, which then needs fewer registers. */
AVX512 INLINE size_t decode_lines(const struct am_base64_block *block,
                                  size_t width, unsigned char *out)
{
    const struct tables tables = load_tables();
    const unsigned char *in = block->in;
    const unsigned mask = am_base64_end_mask(block->eol_size);
    const size_t step = width + block->eol_size;
    size_t n = 0;

    for (; n + TOGETHER <= block->lines; n += TOGETHER) {
        unsigned odd = am_base64_odd_end(in + step, mask) |
                       am_base64_odd_end(in + 2 * step, mask) |
                       am_base64_odd_end(in + 3 * step, mask) |
                       am_base64_odd_end(in + 4 * step, mask);
        if (!put_lines(in, step, width, &tables, out) || odd != 0)
            break;
        in += TOGETHER * step;
        out += TOGETHER * (width / 4 * 3);
    }
    return n;
}

AVX512 static size_t lines(const struct am_base64_block *block,
                           unsigned char *out)
{
    struct am_base64_block rest = *block;
    size_t n = 0;

    if (block->width == 76) {
        n = decode_lines(block, 76, out);
    } else if (block->width >= LOAD && block->width <= LOAD + TAIL) {
        n = decode_lines(block, block->width, out);
    }
    rest.in += n * (block->width + block->eol_size);
    rest.lines -= n;
    return n + am_base64_avx2->lines(&rest, out + n * (block->width / 4 * 3));
}

static size_t run(const unsigned char *in, size_t size, unsigned char *out)
{
    return am_base64_avx2->run(in, size, out);
}

static const struct am_base64_kernel avx512 = {"avx512", run, lines};
const struct am_base64_kernel *const am_base64_avx512 = &avx512;

#else

const struct am_base64_kernel *const am_base64_avx512 = NULL;

#endif
