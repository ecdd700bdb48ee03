/*
 * base64_avx2 - the kernel for processors with AVX2: 32 characters at a time.
 *
 * Only functions marked with the target use it, so that the compiler clears
 * the upper halves of the registers when they return: OpenSSL's SHA-256 would
 * run hundreds of times slower with them dirty.  The method - classes by nibble
 * to find bad characters, one offset by high nibble, two multiplications that
 * join four values - is Wojciech Mula's and Daniel Lemire's, "Faster Base64
 * Encoding and Decoding using AVX2 Instructions", ACM Trans. Web 12 (2018).
 */
#include "codec/base64_run.h"

#ifdef __x86_64__

# include <immintrin.h>

# define AVX2  __attribute__((target("avx2")))
# define LOAD  32 /* characters */
# define STORE 24 /* bytes */

/* The same 16 bytes in both halves. */
# define TWICE(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)                 \
  _mm256_setr_epi8(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a, b, c, d, \
                   e, f, g, h, i, j, k, l, m, n, o, p)

struct tables {
    __m256i bad_in, class, offset;
};

AVX2 static inline struct tables load_tables(void)
{
    return (struct tables){
        /* A character is bad if the class of its high nibble is among those
         * that its low nibble is bad in: 1 for 2x, which has '+' and '/' alone,
         * 2 for 3x, 4 for 4x and 6x, 8 for 5x and 7x, 16 for all others. */
        .bad_in = TWICE(0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11,
                        0x11, 0x13, 0x1a, 0x1b, 0x1b, 0x1b, 0x1a),
        .class =
            TWICE(16, 16, 1, 2, 4, 8, 4, 8, 16, 16, 16, 16, 16, 16, 16, 16),
        /* What makes a value of a character, by its high nibble; '/', which
         * differs from '+', is moved to the place of 1x. */
        .offset = TWICE(0, 63 - '/', 62 - '+', 52 - '0', -'A', -'A', 26 - 'a',
                        26 - 'a', 0, 0, 0, 0, 0, 0, 0, 0),
    };
}

/* 24 bytes, in the lower three quarters; *bad collects what is not zero for a
 * bad character. */
AVX2 static inline __m256i decode(__m256i text, const struct tables *tables,
                                  __m256i *bad)
{
    const __m256i nibble = _mm256_set1_epi8(0x0f);
    __m256i high = _mm256_and_si256(_mm256_srli_epi32(text, 4), nibble);
    __m256i low = _mm256_and_si256(text, nibble);
    __m256i slash = _mm256_cmpeq_epi8(text, _mm256_set1_epi8('/'));

    *bad = _mm256_or_si256(
        *bad, _mm256_and_si256(_mm256_shuffle_epi8(tables->bad_in, low),
                               _mm256_shuffle_epi8(tables->class, high)));
    __m256i six = _mm256_add_epi8(
        text,
        _mm256_shuffle_epi8(tables->offset, _mm256_add_epi8(high, slash)));
    __m256i twelve = _mm256_maddubs_epi16(six, _mm256_set1_epi32(0x01400140));
    __m256i bits = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
    __m256i packed = _mm256_shuffle_epi8(
        bits, TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
    return _mm256_permutevar8x32_epi32(
        packed, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 7, 7));
}

AVX2 static inline __m256i load(const unsigned char *in)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)in);
}

AVX2 static inline void store(unsigned char *out, __m256i bytes)
{
    _mm256_storeu_si256((__m256i *)(void *)out, bytes);
}

AVX2 static size_t run(const unsigned char *in, size_t size, unsigned char *out)
{
    const struct tables tables = load_tables();
    size_t i = 0;

    for (; size - i >= LOAD; i += LOAD, out += STORE) {
        __m256i bad = _mm256_setzero_si256();
        __m256i bytes = decode(load(in + i), &tables, &bad);
        if (!_mm256_testz_si256(bad, bad))
            break;
        store(out, bytes);
    }
    return i + am_base64_portable.run(in + i, size - i, out);
}

/* The last load ends with the line and overlaps the one before: no rest.  Made
 * for each usual width, which then needs no loop. */
AVX2 __attribute__((always_inline)) static inline size_t decode_lines(
    const struct am_base64_block *block, size_t width, unsigned char *out)
{
    const struct tables tables = load_tables();
    const unsigned char *in = block->in;
    size_t eol_size = block->eol_size;
    size_t lines = block->lines;
    size_t n = 0;

    for (; n < lines; n++, out += width / 4 * 3) {
        __m256i bad = _mm256_setzero_si256();
# pragma GCC unroll 4
        for (size_t i = 0; i + LOAD < width; i += LOAD)
            store(out + i / 4 * 3, decode(load(in + i), &tables, &bad));
        store(out + (width - LOAD) / 4 * 3,
              decode(load(in + width - LOAD), &tables, &bad));
        if (!_mm256_testz_si256(bad, bad) ||
            !am_base64_ends_line(in + width, eol_size))
            break;
        in += width + eol_size;
    }
    return n;
}

AVX2 static size_t lines(const struct am_base64_block *block,
                         unsigned char *out)
{
    switch (block->width) {
    case 60:
        return decode_lines(block, 60, out);
    case 64:
        return decode_lines(block, 64, out);
    case 72:
        return decode_lines(block, 72, out);
    case 76:
        return decode_lines(block, 76, out);
    default:
        return decode_lines(block, block->width, out);
    }
}

static const struct am_base64_kernel avx2 = {"avx2", run, lines};
const struct am_base64_kernel *const am_base64_avx2 = &avx2;

#else

const struct am_base64_kernel *const am_base64_avx2 = NULL;

#endif
