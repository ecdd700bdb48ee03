/* decoder - see decoder.h.  Chooses the decoder; the work is done there. */
#include "codec/decoder.h"

#include <string.h>

#include "base/ascii.h"
#include "codec/flaw.h"

#define WORD(text) text, sizeof(text) - 1

static const struct {
    const char *word;
    size_t size;
    enum am_encoding encoding;
} words[] = {
    {WORD("7bit"), AM_ENCODING_7BIT},
    {WORD("8bit"), AM_ENCODING_8BIT},
    {WORD("binary"), AM_ENCODING_BINARY},
    {WORD("quoted-printable"), AM_ENCODING_QUOTED},
    {WORD("base64"), AM_ENCODING_BASE64},
    {WORD("x-uuencode"), AM_ENCODING_UUENCODE},
    {WORD("uuencode"), AM_ENCODING_UUENCODE},
    {WORD("x-uue"), AM_ENCODING_UUENCODE},
    {WORD("uue"), AM_ENCODING_UUENCODE},
    {WORD(""), AM_ENCODING_7BIT},
};

enum am_encoding am_encoding_of(const char *token, size_t size)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (words[i].size == size &&
            (memcmp(token, words[i].word, size) == 0 ||
             am_ascii_is((const unsigned char *)token, size, words[i].word)))
            return words[i].encoding;
    }
    return AM_ENCODING_OTHER;
}

const char *am_encoding_name(enum am_encoding encoding)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (words[i].encoding == encoding)
            return words[i].word;
    }
    return "other";
}

bool am_encoding_is_identity(enum am_encoding encoding)
{
    return encoding != AM_ENCODING_QUOTED && encoding != AM_ENCODING_BASE64 &&
           encoding != AM_ENCODING_UUENCODE;
}

void am_decoder_begin(struct am_decoder *decoder, enum am_encoding encoding)
{
    decoder->encoding = encoding;
    if (encoding == AM_ENCODING_BASE64) {
        am_base64_begin(&decoder->as.base64);
    } else if (encoding == AM_ENCODING_QUOTED) {
        am_quoted_begin(&decoder->as.quoted);
    } else if (encoding == AM_ENCODING_UUENCODE) {
        am_uu_begin(&decoder->as.uu);
    }
}

static size_t copy(const unsigned char *in, size_t in_size, size_t *used,
                   unsigned char *out, size_t out_size)
{
    size_t n = in_size < out_size ? in_size : out_size;

    if (n > 0)
        memcpy(out, in, n);
    *used = n;
    return n;
}

size_t am_decoder_feed(struct am_decoder *decoder, const unsigned char *in,
                       size_t in_size, size_t *used, unsigned char *out,
                       size_t out_size)
{
    if (decoder->encoding == AM_ENCODING_BASE64) {
        return am_base64_feed(&decoder->as.base64, in, in_size, used, out,
                              out_size);
    }
    if (decoder->encoding == AM_ENCODING_QUOTED) {
        return am_quoted_feed(&decoder->as.quoted, in, in_size, used, out,
                              out_size);
    }
    if (decoder->encoding == AM_ENCODING_UUENCODE)
        return am_uu_feed(&decoder->as.uu, in, in_size, used, out, out_size);
    return copy(in, in_size, used, out, out_size);
}

size_t am_decoder_lines(struct am_decoder *decoder, struct am_lines *lines,
                        unsigned char *out, size_t out_size)
{
    if (decoder->encoding != AM_ENCODING_BASE64)
        return 0;
    return am_base64_lines(&decoder->as.base64, lines, out, out_size);
}

size_t am_decoder_finish(struct am_decoder *decoder, unsigned char *out)
{
    if (decoder->encoding == AM_ENCODING_BASE64)
        return am_base64_finish(&decoder->as.base64, out);
    if (decoder->encoding == AM_ENCODING_QUOTED)
        return am_quoted_finish(&decoder->as.quoted, out);
    if (decoder->encoding == AM_ENCODING_UUENCODE)
        return am_uu_finish(&decoder->as.uu, out);
    return 0;
}

uint32_t am_decoder_flaws(const struct am_decoder *decoder)
{
    if (decoder->encoding == AM_ENCODING_BASE64)
        return decoder->as.base64.flaws;
    if (decoder->encoding == AM_ENCODING_QUOTED)
        return decoder->as.quoted.flaws;
    if (decoder->encoding == AM_ENCODING_UUENCODE)
        return decoder->as.uu.flaws;
    return decoder->encoding == AM_ENCODING_OTHER
               ? AM_FLAW_BIT(AM_FLAW_CTE_UNKNOWN)
               : 0;
}

uint64_t am_decoder_layout(const struct am_decoder *decoder)
{
    struct am_layout layout;

    if (decoder->encoding == AM_ENCODING_BASE64) {
        layout = decoder->as.base64.layout;
    } else if (decoder->encoding == AM_ENCODING_QUOTED &&
               am_quoted_is_used(&decoder->as.quoted)) {
        layout = decoder->as.quoted.layout;
    } else if (decoder->encoding == AM_ENCODING_UUENCODE) {
        layout = decoder->as.uu.layout;
    } else {
        return AM_LAYOUT_AS_IT_IS;
    }
    return am_layout_finish(&layout);
}
