/*
 * line - see line.h.
 *
 * On x86-64, which always has SSE2, 16 or 32 bytes are looked at together: for
 * line ends with the bytes before and behind each.  Elsewhere memchr() finds
 * them.
 */
#include "mime/line.h"

#include <stdbool.h>
#include <string.h>

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

/* The same as am_line_token(), from the byte at `at` on. */
static size_t token(const unsigned char *text, size_t size, size_t at,
                    char *out)
{
    for (; at < size; at++) {
        unsigned char c = text[at] | 0x20; /* "-./" and digits have the bit */
        bool is_letter = c >= 'a' && c <= 'z';
        if (!is_letter && (text[at] < '-' || text[at] > '9'))
            break;
        out[at] = (char)c;
    }
    return at;
}

#ifdef __SSE2__

# include <emmintrin.h>

static __m128i load(const unsigned char *text)
{
    return _mm_loadu_si128((const __m128i *)(const void *)text);
}

static unsigned mask(__m128i bytes, char c)
{
    return (unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(c)));
}

/* Of the LFs in the 16 bytes at text, those where to stop. */
static __m128i stops(const unsigned char *text, __m128i lfs, const char *first)
{
    __m128i next = load(text + 1);
    __m128i cr = _mm_cmpeq_epi8(load(text - 1), _mm_set1_epi8('\r'));
    __m128i found = _mm_or_si128(_mm_cmpeq_epi8(next, _mm_set1_epi8(first[0])),
                                 _mm_cmpeq_epi8(next, _mm_set1_epi8(first[1])));

    return _mm_or_si128(_mm_andnot_si128(cr, lfs), _mm_and_si128(found, lfs));
}

/* Add up 16 counts. */
static size_t sum(__m128i counts)
{
    __m128i two = _mm_sad_epu8(counts, _mm_setzero_si128());

    return (size_t)_mm_cvtsi128_si32(two) + (size_t)_mm_extract_epi16(two, 4);
}

static size_t count_bits(unsigned bits)
{
    size_t n = 0;

    for (; bits != 0; bits &= bits - 1)
        n++;
    return n;
}

# define STEP ((size_t)32) /* bytes looked at in a turn: two vectors */

/* A count of a byte holds so many turns. */
# define ROUND_BYTES (127 * STEP)

static unsigned masks(__m128i low, __m128i high)
{
    return (unsigned)_mm_movemask_epi8(low) | (unsigned)_mm_movemask_epi8(high)
                                                  << 16;
}

/* The same as am_line_pass(), in whole turns from *at up to end, which is at
 * most ROUND_BYTES away.  Line ends come at no regular distance: where none is
 * to stop at, they are counted without a branch.  Returns true at a stop. */
static bool pass_round(const unsigned char *text, size_t *at, size_t end,
                       const char *first, size_t *lines)
{
    const __m128i lf = _mm_set1_epi8('\n');
    __m128i counts = _mm_setzero_si128();
    unsigned before = 0; /* LFs of the last turn, before the stop */
    bool is_found = false;

    for (; *at < end; *at += STEP) {
        const unsigned char *in = text + *at;
        __m128i lfs = _mm_cmpeq_epi8(load(in), lf);
        __m128i more = _mm_cmpeq_epi8(load(in + 16), lf);
        __m128i stop = stops(in, lfs, first);
        __m128i next = stops(in + 16, more, first);
        is_found = _mm_movemask_epi8(_mm_or_si128(stop, next)) != 0;
        if (is_found) {
            unsigned place = (unsigned)__builtin_ctz(masks(stop, next));
            before = masks(lfs, more) & ((1U << place) - 1);
            *at += place;
            break;
        }
        counts = _mm_sub_epi8(counts, _mm_add_epi8(lfs, more));
    }
    *lines += sum(counts) + count_bits(before);
    return is_found;
}

size_t am_line_pass(const unsigned char *text, size_t size,
                    const char first[static 2], size_t *lines)
{
    size_t at = 1;

    if (size > 0 && text[0] == '\n')
        return 0;
    while (at + STEP < size) {
        size_t left = size - STEP - at;
        size_t end = at + (left > ROUND_BYTES ? ROUND_BYTES : left);
        if (pass_round(text, &at, end, first, lines))
            return at;
    }
    return pass(text, size, at < size ? at : size, first, lines);
}

/* Of 16 bytes those that end a name; one beyond ASCII is negative. */
static unsigned ends_name(__m128i bytes)
{
    __m128i odd = _mm_cmpgt_epi8(_mm_set1_epi8(' ' + 1), bytes);

    return (unsigned)_mm_movemask_epi8(odd) | mask(bytes, ':') |
           mask(bytes, 0x7f);
}

size_t am_line_name(const unsigned char *line, size_t size)
{
    size_t at = 0;

    for (; at + 16 <= size; at += 16) {
        unsigned ends = ends_name(load(line + at));
        if (ends != 0) {
            at += (unsigned)__builtin_ctz(ends);
            return line[at] == ':' ? at : 0;
        }
    }
    return find_name(line, size, at);
}

static __m128i between(__m128i bytes, char low, char high)
{
    return _mm_and_si128(
        _mm_cmpgt_epi8(bytes, _mm_set1_epi8((char)(low - 1))),
        _mm_cmpgt_epi8(_mm_set1_epi8((char)(high + 1)), bytes));
}

size_t am_line_token(const unsigned char *text, size_t size, char *out)
{
    size_t at = 0;

    for (; at + 16 <= size; at += 16) {
        __m128i bytes = load(text + at);
        __m128i lower = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
        __m128i good =
            _mm_or_si128(between(lower, 'a', 'z'), between(bytes, '-', '9'));
        unsigned ends = ~(unsigned)_mm_movemask_epi8(good) & 0xffff;
        _mm_storeu_si128((__m128i *)(void *)(out + at), lower);
        if (ends != 0)
            return at + (unsigned)__builtin_ctz(ends);
    }
    return token(text, size, at, out);
}

#else

size_t am_line_pass(const unsigned char *text, size_t size,
                    const char first[static 2], size_t *lines)
{
    return pass(text, size, 0, first, lines);
}

size_t am_line_name(const unsigned char *line, size_t size)
{
    return find_name(line, size, 0);
}

size_t am_line_token(const unsigned char *text, size_t size, char *out)
{
    return token(text, size, 0, out);
}

#endif
