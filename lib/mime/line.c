/*
 * line - see line.h.
 *
 * On x86-64, which always has SSE2, 16 to 64 bytes are looked at together, and
 * what is found is a bit each.  Elsewhere memchr() finds line ends.
 */
#include "mime/line.h"

#include <string.h>

#include "base/ascii.h"
#include "codec/base64_run.h"

static bool stops_at(const unsigned char *text, size_t size, size_t lf,
                     const char *first)
{
    if (lf == 0 || text[lf - 1] != '\r' || lf + 1 == size)
        return true;
    return text[lf + 1] == (unsigned char)first[0] ||
           text[lf + 1] == (unsigned char)first[1];
}

/* The same as am_line_pass(), from the byte at `at` on. */
static size_t pass(const unsigned char *text, size_t size, size_t at,
                   const char *first, size_t *lines)
{
    const unsigned char *lf;

    while (at < size && (lf = memchr(text + at, '\n', size - at)) != NULL) {
        at = (size_t)(lf - text);
        if (stops_at(text, size, at, first))
            return at;
        at++;
        ++*lines;
    }
    return size;
}

/* The same as am_line_name(), for a name that is at least `at` bytes long. */
static size_t find_name(const unsigned char *line, size_t size, size_t at)
{
    while (at < size && line[at] > ' ' && line[at] < 0x7f && line[at] != ':')
        at++;
    return at < size && line[at] == ':' ? at : 0;
}

/* The same as am_line_token(), from the byte at `at` on; adds to *slashes. */
static size_t token(const unsigned char *text, size_t size, size_t at,
                    char *out, size_t *slashes)
{
    for (; at < size; at++) {
        unsigned char c = text[at] | 0x20; /* "-./" and digits have the bit */
        bool is_letter = c >= 'a' && c <= 'z';
        if (!is_letter && (text[at] < '-' || text[at] > '9'))
            break;
        out[at] = (char)c;
        *slashes += c == '/';
    }
    return at;
}

#ifdef __x86_64__

# include <immintrin.h>

# include "codec/sse2.h"

# define INLINE __attribute__((always_inline)) static inline
# define BLOCK  ((size_t)64) /* bytes looked at together */

/* Of the bytes of a block, the first in the lowest bit. */
struct bits {
    uint64_t lf, cr;
    uint64_t first; /* those at which a line shall not begin */
};

/* How far am_line_pass() is. */
struct walk {
    size_t at;
    size_t lines;    /* LFs before, but for the stop */
    uint64_t lf, cr; /* 1: the byte before is one */
    const char *first;
};

/* Go on behind the block, or to the LF in it or just before it where to stop:
 * then true. */
INLINE bool pass_block(struct walk *walk, const struct bits *bits)
{
    uint64_t lone = bits->lf & ~(bits->cr << 1 | walk->cr);
    uint64_t begins = bits->first & (bits->lf << 1 | walk->lf);

    if ((lone | begins) == 0) {
        walk->lines += (size_t)__builtin_popcountll(bits->lf);
        walk->lf = bits->lf >> 63;
        walk->cr = bits->cr >> 63;
        walk->at += BLOCK;
        return false;
    }
    if ((begins & 1) != 0) {
        walk->lines--;
        walk->at--;
        return true;
    }
    int place = __builtin_ctzll(lone | begins >> 1);
    uint64_t before = bits->lf & (((uint64_t)1 << place) - 1);
    walk->lines += (size_t)__builtin_popcountll(before);
    walk->at += (size_t)place;
    return true;
}

static uint64_t bits_of(const unsigned char *text, char c)
{
    return am_sse2_mask(am_sse2_load(text), c) |
           (uint64_t)am_sse2_mask(am_sse2_load(text + 16), c) << 16 |
           (uint64_t)am_sse2_mask(am_sse2_load(text + 32), c) << 32 |
           (uint64_t)am_sse2_mask(am_sse2_load(text + 48), c) << 48;
}

static bool pass_blocks(const unsigned char *text, size_t size,
                        struct walk *walk)
{
    for (; walk->at + BLOCK < size;) {
        const unsigned char *in = text + walk->at;
        struct bits bits = {
            bits_of(in, '\n'),
            bits_of(in, '\r'),
            bits_of(in, walk->first[0]) | bits_of(in, walk->first[1]),
        };
        if (pass_block(walk, &bits))
            return true;
    }
    return false;
}

# define AVX2 __attribute__((target("avx2,popcnt")))

AVX2 INLINE uint64_t bits_of_two(__m256i low, __m256i high, char c)
{
    __m256i all = _mm256_set1_epi8(c);
    unsigned a = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, all));
    unsigned b = (unsigned)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, all));

    return a | (uint64_t)b << 32;
}

/* The same. */
AVX2 static bool pass_blocks_avx2(const unsigned char *text, size_t size,
                                  struct walk *walk)
{
    for (; walk->at + BLOCK < size;) {
        const unsigned char *in = text + walk->at;
        __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)in);
        __m256i high =
            _mm256_loadu_si256((const __m256i *)(const void *)(in + 32));
        struct bits bits = {
            bits_of_two(low, high, '\n'),
            bits_of_two(low, high, '\r'),
            bits_of_two(low, high, walk->first[0]) |
                bits_of_two(low, high, walk->first[1]),
        };
        if (pass_block(walk, &bits))
            return true;
    }
    return false;
}

/* What is right for base64 is so here; a test may want the other way. */
static bool has_avx2(void)
{
    return am_base64_kernel() != &am_base64_portable;
}

/* The same as am_line_pass(), for a text of more than a block; kept apart, as
 * others are not to pay for it. */
__attribute__((noinline)) static size_t pass_long(const unsigned char *text,
                                                  size_t size,
                                                  const char *first,
                                                  size_t *lines)
{
    struct walk walk = {.first = first};
    bool is_found = has_avx2() ? pass_blocks_avx2(text, size, &walk)
                               : pass_blocks(text, size, &walk);

    *lines += walk.lines;
    if (is_found)
        return walk.at;
    if (walk.lf != 0 && (text[walk.at] == (unsigned char)first[0] ||
                         text[walk.at] == (unsigned char)first[1])) {
        --*lines;
        return walk.at - 1;
    }
    return pass(text, size, walk.at, first, lines);
}

size_t am_line_pass(const unsigned char *text, size_t size,
                    const char first[static 2], size_t *lines)
{
    if (size > 0 && text[0] == '\n')
        return 0;
    return size <= BLOCK ? pass(text, size, 0, first, lines)
                         : pass_long(text, size, first, lines);
}

/* By 64 bytes: nearly all lines end in the first ones, so that no branch has to
 * be guessed. */
INLINE const unsigned char *find_lf(const unsigned char *text, size_t size)
{
    const unsigned char *end = text + size;

    for (; (size_t)(end - text) >= BLOCK; text += BLOCK) {
        uint64_t found = bits_of(text, '\n');
        if (found != 0)
            return text + __builtin_ctzll(found);
    }
    return text == end ? NULL : memchr(text, '\n', (size_t)(end - text));
}

/* Of 16 bytes those that end a name; one beyond ASCII is negative. */
static unsigned ends_name(__m128i bytes)
{
    __m128i odd = _mm_cmpgt_epi8(_mm_set1_epi8(' ' + 1), bytes);

    return (unsigned)_mm_movemask_epi8(odd) | am_sse2_mask(bytes, ':') |
           am_sse2_mask(bytes, 0x7f);
}

INLINE size_t name_of(const unsigned char *line, size_t size)
{
    if (size < 32)
        return find_name(line, size, 0);
    unsigned ends = ends_name(am_sse2_load(line)) |
                    ends_name(am_sse2_load(line + 16)) << 16;
    if (ends == 0)
        return find_name(line, size, 32);
    unsigned at = (unsigned)__builtin_ctz(ends);
    return line[at] == ':' ? at : 0;
}

static __m128i between(__m128i bytes, char low, char high)
{
    return _mm_and_si128(
        _mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
        _mm_cmpgt_epi8(_mm_set1_epi8((char)(high + 1)), bytes));
}

/* Of the 16 bytes at text those that are of no token; writes them. */
static unsigned ends_token(const unsigned char *text, char *out)
{
    __m128i bytes = am_sse2_load(text);
    __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    __m128i good =
        _mm_or_si128(between(lower, 'a', 'z'), between(bytes, '-', '9'));

    _mm_storeu_si128((__m128i *)(void *)out, lower);
    return ~(unsigned)_mm_movemask_epi8(good) & 0xffff;
}

size_t am_line_token(const unsigned char *text, size_t size, char *out,
                     size_t *slashes)
{
    *slashes = 0;
    if (size < 16)
        return token(text, size, 0, out, slashes);
    bool is_long = size >= 32;
    unsigned ends = ends_token(text, out);
    unsigned found = am_sse2_mask(am_sse2_load(text), '/');
    if (is_long) {
        ends |= ends_token(text + 16, out + 16) << 16;
        found |= am_sse2_mask(am_sse2_load(text + 16), '/') << 16;
    }
    size_t n = is_long ? 32 : 16;
    if (ends != 0)
        n = (unsigned)__builtin_ctz(ends);
    for (uint64_t bits = found & (((uint64_t)1 << n) - 1); bits != 0;
         bits &= bits - 1)
        ++*slashes; /* mostly one */
    return ends != 0 ? n : token(text, size, n, out, slashes);
}

#else

static const unsigned char *find_lf(const unsigned char *text, size_t size)
{
    return memchr(text, '\n', size);
}

size_t am_line_pass(const unsigned char *text, size_t size,
                    const char first[static 2], size_t *lines)
{
    return pass(text, size, 0, first, lines);
}

static size_t name_of(const unsigned char *line, size_t size)
{
    return find_name(line, size, 0);
}

size_t am_line_token(const unsigned char *text, size_t size, char *out,
                     size_t *slashes)
{
    *slashes = 0;
    return token(text, size, 0, out, slashes);
}

#endif

size_t am_line_name(const unsigned char *line, size_t size)
{
    return name_of(line, size);
}

const unsigned char *am_line_end(const unsigned char *text, size_t size)
{
    return find_lf(text, size);
}

const unsigned char *am_line_field(const unsigned char *line, size_t size,
                                   size_t *name)
{
    *name = name_of(line, size);
    if (*name == 0 || *name > AM_LINE_NAME_MAX)
        return NULL;
    return find_lf(line + *name, size - *name);
}

size_t am_line_skip(const unsigned char *text, size_t size,
                    const char but[static 2], bool is_open, uint64_t *lone_lf)
{
    size_t at = 0;

    while (at < size) {
        const unsigned char *line = text + at;
        size_t name = 0;
        if (!am_ascii_is_wsp(line[0])) {
            unsigned char c = line[0] | 0x20;
            if (c == (unsigned char)but[0] || c == (unsigned char)but[1] ||
                c == '-')
                break;
            name = name_of(line, size - at);
            if (name == 0 || name > AM_LINE_NAME_MAX)
                break;
        } else if (at == 0 && !is_open) {
            break;
        }
        const unsigned char *lf = find_lf(line + name, size - at - name);
        if (lf == NULL)
            break;
        if (lf[-1] != '\r')
            ++*lone_lf;
        at = (size_t)(lf + 1 - text);
    }
    return at;
}
