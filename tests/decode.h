/*
 * decode - decode a whole text in cuts, for the tests of the codec.
 *
 * Each piece lies in memory of its own size, so that a sanitizer sees a read
 * or a write too far.
 */
#ifndef AM_TESTS_DECODE_H
#define AM_TESTS_DECODE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/decoder.h"
#include "codec/flaw.h"
#include "suite.h"

struct decoded {
    unsigned char *data;
    size_t size;
    uint32_t flaws;
    uint64_t layout;
};

/* How to cut: pieces of in_max bytes, or of random sizes up to it. */
struct cuts {
    size_t in_max;
    size_t out_size; /* at least 64 */
    bool random;
    bool lines; /* take whole lines the fast way where possible */
};

static uint64_t random_state = 0x2545f4914f6cdd1dU;

static inline uint64_t random_number(uint64_t below)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state % below;
}

static inline void keep(struct decoded *decoded, const unsigned char *out,
                        size_t size)
{
    if (size == 0)
        return;
    decoded->data = realloc(decoded->data, decoded->size + size);
    ck_assert_ptr_nonnull(decoded->data);
    memcpy(decoded->data + decoded->size, out, size);
    decoded->size += size;
}

static inline void feed_piece(struct am_decoder *decoder,
                              struct decoded *decoded,
                              const unsigned char *piece, size_t size,
                              const struct cuts *cuts)
{
    unsigned char *out = malloc(cuts->out_size + AM_DECODER_SLACK);
    size_t at = 0;

    while (at < size) {
        struct am_lines lines = {.data = piece + at, .size = size - at};
        size_t n = 0;
        if (cuts->lines)
            n = am_decoder_lines(decoder, &lines, out, cuts->out_size);
        size_t used = lines.used;
        ck_assert((used > 0) == (lines.count > 0));
        ck_assert_uint_le(lines.lone_lf, lines.count);
        if (used == 0) {
            n = am_decoder_feed(decoder, piece + at, size - at, &used, out,
                                cuts->out_size);
            ck_assert_uint_gt(used, 0);
        }
        ck_assert_uint_le(used, size - at);
        ck_assert_uint_le(n, cuts->out_size);
        keep(decoded, out, n);
        at += used;
    }
    free(out);
}

static inline struct decoded decode(enum am_encoding encoding, const void *text,
                                    size_t size, const struct cuts *cuts)
{
    struct am_decoder decoder;
    struct decoded decoded = {0};
    unsigned char *out = malloc(64);
    const unsigned char *in = text;

    am_decoder_begin(&decoder, encoding);
    while (size > 0) {
        size_t n =
            cuts->random ? 1 + random_number(cuts->in_max) : cuts->in_max;
        n = n < size ? n : size;
        unsigned char *piece = malloc(n);
        memcpy(piece, in, n);
        feed_piece(&decoder, &decoded, piece, n, cuts);
        free(piece);
        in += n;
        size -= n;
    }
    size_t n = am_decoder_finish(&decoder, out);
    ck_assert_uint_le(n, 64);
    keep(&decoded, out, n);
    decoded.flaws = am_decoder_flaws(&decoder);
    decoded.layout = am_decoder_layout(&decoder);
    free(out);
    return decoded;
}

/* am_decoder_lines() reads an LF alone as a line end, am_decoder_feed() as a
 * byte: text that has one goes one way only. */
static inline bool has_lone_lf(const unsigned char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r'))
            return true;
    }
    return false;
}

/* Decode in one piece, and in many cuts that must all give the same. */
static inline struct decoded decode_all_ways(enum am_encoding encoding,
                                             const void *text, size_t size)
{
    struct decoded whole = decode(encoding, text, size,
                                  &(struct cuts){size + 1, 4096, false, false});

    bool plain = !has_lone_lf(text, size);

    for (unsigned way = 0; way < 30; way++) {
        bool lines = way % 2 == 1 && plain;
        struct cuts cuts = {way % 10 + 1, 64 + way, way >= 10, lines};
        if (way >= 20)
            cuts = (struct cuts){size + 1, 300 + way, true, lines};
        struct decoded cut = decode(encoding, text, size, &cuts);
        ck_assert_msg(cut.size == whole.size, "way %u: %zu bytes, not %zu", way,
                      cut.size, whole.size);
        ck_assert(cut.size == 0 || memcmp(cut.data, whole.data, cut.size) == 0);
        ck_assert_uint_eq(cut.flaws, whole.flaws);
        ck_assert_uint_eq(cut.layout, whole.layout);
        free(cut.data);
    }
    return whole;
}

/* A row of a table: text in, bytes and flaws out. */
static inline void check_decoding(const char *name, enum am_encoding encoding,
                                  const char *in, size_t in_size,
                                  const char *out, size_t out_size,
                                  uint32_t flaws)
{
    struct decoded got = decode_all_ways(encoding, in, in_size);

    ck_assert_msg(got.size == out_size &&
                      (out_size == 0 || memcmp(got.data, out, out_size) == 0),
                  "%s: got %zu bytes '%.*s', not %zu", name, got.size,
                  (int)got.size, got.data != NULL ? (char *)got.data : "",
                  out_size);
    ck_assert_msg(got.flaws == flaws, "%s: flaws 0x%x, not 0x%x", name,
                  got.flaws, flaws);
    free(got.data);
}

/* A text and its size, for texts with NUL in them. */
#define TEXT(text) (text), sizeof(text) - 1

#endif
