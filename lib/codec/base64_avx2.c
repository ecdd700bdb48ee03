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

# define AVX2   __attribute__((target("avx2")))
# define INLINE __attribute__((always_inline)) static inline
# define LOAD   32 /* characters */
# define STORE  24 /* bytes */

/* The same 16 bytes in both halves. */
# define TWICE(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p)                 \
  _mm256_setr_epi8(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, a, b, c, d, \
                   e, f, g, h, i, j, k, l, m, n, o, p)

/*
 * A character is looked up under its high nibble, moved by what its low nibble
 * asks for: half of the sum of a table by low nibble and of the character's
 * upper five bits.  Twice: for what makes a value of it, and for the least
 * character, negative, that is right under that place; a sum below zero is bad.
 */
struct tables {
    __m256i place, offset;  /* moved: '/', 'O' and 'o', which differ from '+' */
    __m256i class, minimum; /* moved so that of the characters in a place none
                               that is bad comes behind one that is not */
};

AVX2 static inline struct tables load_tables(void)
{
    return (struct tables){
        .place = TWICE(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 15),
        .offset = TWICE(0, 0, 0, 62 - '+', 52 - '0', -'A', -'A', 26 - 'a',
                        26 - 'a', 0, 63 - '/', 0, -'A', 0, 26 - 'a', 0),
        .class = TWICE(1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 6, 10, 14, 14, 14, 10),
        .minimum = TWICE(-128, -128, -128, -128, -'0', -'A', -'P', -'a', -'+',
                         -'Z', -'K', -'z', -'L', -128, -'l', -128),
    };
}

/* 24 bytes, in the lower three quarters; *bad collects the sign bits of bad
 * characters. */
AVX2 static inline __m256i decode(__m256i text, const struct tables *tables,
                                  __m256i *bad)
{
    __m256i high = _mm256_srli_epi32(text, 3);
    __m256i class =
        _mm256_avg_epu8(_mm256_shuffle_epi8(tables->class, text), high);
    __m256i place =
        _mm256_avg_epu8(_mm256_shuffle_epi8(tables->place, text), high);

    *bad = _mm256_or_si256(
        *bad,
        _mm256_adds_epi8(text, _mm256_shuffle_epi8(tables->minimum, class)));
    __m256i six =
        _mm256_add_epi8(text, _mm256_shuffle_epi8(tables->offset, place));
    __m256i twelve = _mm256_maddubs_epi16(six, _mm256_set1_epi32(0x01400140));
    __m256i bits = _mm256_madd_epi16(twelve, _mm256_set1_epi32(0x00011000));
    return _mm256_shuffle_epi8(
        bits, TWICE(2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, -1, -1, -1, -1));
}

AVX2 static inline __m256i load(const unsigned char *in)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)in);
}

AVX2 static inline void store(unsigned char *out, __m256i bytes)
{
    _mm_storeu_si128((__m128i *)(void *)out, _mm256_castsi256_si128(bytes));
    _mm_storeu_si128((__m128i *)(void *)(out + STORE / 2),
                     _mm256_extracti128_si256(bytes, 1));
}

AVX2 static size_t run(const unsigned char *in, size_t size, unsigned char *out)
{
    const struct tables tables = load_tables();
    size_t i = 0;

    for (; size - i >= LOAD; i += LOAD, out += STORE) {
        __m256i bad = _mm256_setzero_si256();
        __m256i bytes = decode(load(in + i), &tables, &bad);
        if (_mm256_movemask_epi8(bad) != 0)
            break;
        store(out, bytes);
    }
    return i + am_base64_portable.run(in + i, size - i, out);
}

/* The 16 characters before end, and the 16 at begin. */
AVX2 static inline __m256i load_seam(const unsigned char *end,
                                     const unsigned char *begin)
{
    const unsigned char *last = end - LOAD / 2;

    return _mm256_loadu2_m128i((const __m128i *)(const void *)begin,
                               (const __m128i *)(const void *)last);
}

/* The last load ends with the line and overlaps the one before: no rest. */
AVX2 INLINE void put_line(const unsigned char *in, size_t width,
                          const struct tables *tables, unsigned char *out,
                          __m256i *bad)
{
# pragma GCC unroll 4
    for (size_t i = 0; i + LOAD < width; i += LOAD)
        store(out + i / 4 * 3, decode(load(in + i), tables, bad));
    store(out + (width - LOAD) / 4 * 3,
          decode(load(in + width - LOAD), tables, bad));
}

/* Two lines, where the rest of the first one is no more than half a load: that
 * and the begin of the second one are decoded together. */
AVX2 INLINE void put_pair(const unsigned char *in, const unsigned char *next,
                          size_t width, const struct tables *tables,
                          unsigned char *out, __m256i *bad)
{
    size_t rest = width % LOAD;
    unsigned char *next_out = out + width / 4 * 3;

# pragma GCC unroll 4
    for (size_t i = 0; i < width - rest; i += LOAD)
        store(out + i / 4 * 3, decode(load(in + i), tables, bad));
    store(next_out - STORE / 2,
          decode(load_seam(in + width, next), tables, bad));
# pragma GCC unroll 4
    for (size_t i = rest; i < width; i += LOAD)
        store(next_out + i / 4 * 3, decode(load(next + i), tables, bad));
}

/* Made for each usual width, which then needs no loop. */
AVX2 INLINE size_t decode_lines(const struct am_base64_block *block,
                                size_t width, unsigned char *out)
{
    const struct tables tables = load_tables();
    const unsigned char *in = block->in;
    const unsigned mask = am_base64_end_mask(block->eol_size);
    const size_t step = width + block->eol_size;
    const bool has_seam = width % LOAD > 0 && width % LOAD <= LOAD / 2;
    size_t lines = block->lines;
    size_t n = 0;

    for (; has_seam && n + 2 <= lines; n += 2) {
        __m256i bad = _mm256_setzero_si256();
        put_pair(in, in + step, width, &tables, out, &bad);
        if (_mm256_movemask_epi8(bad) != 0 ||
            (am_base64_odd_end(in + step, mask) |
             am_base64_odd_end(in + 2 * step, mask)) != 0)
            break;
        in += 2 * step;
        out += width / 2 * 3;
    }
    for (; n < lines; n++) {
        __m256i bad = _mm256_setzero_si256();
        put_line(in, width, &tables, out, &bad);
        if (_mm256_movemask_epi8(bad) != 0 ||
            am_base64_odd_end(in + step, mask) != 0)
            break;
        in += step;
        out += width / 4 * 3;
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
