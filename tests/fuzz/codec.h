/*
 * codec - decode the text of an input in several ways, which must all give the
 * same bytes, flaws and layout.
 */
#ifndef AM_TESTS_FUZZ_CODEC_H
#define AM_TESTS_FUZZ_CODEC_H

#include "codec/base64_run.h"
#include "codec/decoder.h"
#include "codec/flaw.h"
#include "fuzz.h"

struct decoded {
    struct text text;
    uint32_t flaws;
    uint64_t layout;
};

/* How to decode. */
struct way {
    enum am_encoding encoding;
    struct cuts cuts;
    size_t out_size; /* room for the output of a call */
    bool fast;       /* whole lines by am_decoder_lines() where it takes any */
};

static inline size_t take_lines(struct am_decoder *decoder,
                                const unsigned char *in, size_t size,
                                unsigned char *out, const struct way *way,
                                size_t *used)
{
    struct am_lines lines = {.data = in, .size = size};
    size_t line_ends = 0;
    size_t n = am_decoder_lines(decoder, &lines, out, way->out_size);

    *used = lines.used;
    MUST(*used <= size);
    for (size_t i = 0; i < *used; i++)
        line_ends += in[i] == '\n';
    MUST(lines.count == line_ends);
    MUST(lines.lone_lf == 0);
    MUST(*used == 0 || in[*used - 1] == '\n');
    MUST(*used > 0 || n == 0);
    return n;
}

static inline void decode_piece(struct am_decoder *decoder,
                                struct decoded *decoded,
                                const unsigned char *in, size_t size,
                                const struct way *way)
{
    unsigned char *out = malloc(way->out_size + AM_DECODER_SLACK);

    MUST(out != NULL);
    while (size > 0) {
        size_t used = 0;
        size_t n = 0;
        if (way->fast)
            n = take_lines(decoder, in, size, out, way, &used);
        if (used == 0) {
            n = am_decoder_feed(decoder, in, size, &used, out, way->out_size);
            MUST(used > 0 && used <= size);
        }
        MUST(n <= way->out_size);
        add(&decoded->text, out, n);
        in += used;
        size -= used;
    }
    free(out);
}

static inline struct decoded decode(const struct input *input, struct way way)
{
    struct decoded decoded = {0};
    struct am_decoder decoder;
    unsigned char *tail = malloc(64 + AM_DECODER_SLACK);

    MUST(tail != NULL);
    am_decoder_begin(&decoder, way.encoding);
    for (size_t at = 0; at < input->size;) {
        size_t size = next_size(&way.cuts, input->size - at);
        unsigned char *piece = copy_of(input->text + at, size);
        decode_piece(&decoder, &decoded, piece, size, &way);
        free(piece);
        at += size;
    }
    size_t n = am_decoder_finish(&decoder, tail);
    MUST(n <= 64);
    add(&decoded.text, tail, n);
    free(tail);
    decoded.flaws = am_decoder_flaws(&decoder);
    decoded.layout = am_decoder_layout(&decoder);
    return decoded;
}

static inline void decodes_the_same(const struct decoded *whole,
                                    const struct input *input, struct way way)
{
    struct decoded other = decode(input, way);

    MUST(same_text(&whole->text, &other.text));
    MUST(whole->flaws == other.flaws);
    MUST(whole->layout == other.layout);
    free(other.text.data);
}

/* am_decoder_lines() reads an LF alone as a line end, am_decoder_feed() as a
 * byte. */
static inline bool has_lone_lf(const struct input *input)
{
    for (size_t i = 0; i < input->size; i++) {
        if (input->text[i] == '\n' && (i == 0 || input->text[i - 1] != '\r'))
            return true;
    }
    return false;
}

/* Decode in one piece, and in all other ways; free() the text's data. */
static inline struct decoded decode_all_ways(const struct input *input,
                                             enum am_encoding encoding)
{
    struct decoded whole =
        decode(input, (struct way){.encoding = encoding, .out_size = 4096});
    size_t odd_size = 64 + 7 * (size_t)input->options;

    for (unsigned round = 0; round < 3; round++) {
        bool fast = round > 0 && !has_lone_lf(input);
        am_base64_use_portable(round == 2);
        decodes_the_same(&whole, input,
                         (struct way){encoding, input->cuts, odd_size, fast});
        decodes_the_same(&whole, input,
                         (struct way){encoding, single_bytes(), 64, fast});
        decodes_the_same(&whole, input,
                         (struct way){encoding, {0}, odd_size, fast});
    }
    am_base64_use_portable(false);
    return whole;
}

#endif
