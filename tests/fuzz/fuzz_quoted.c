/*
 * fuzz_quoted - the quoted-printable decoder: however it is cut, and as the
 * plain decoder here does it.
 */
#include "codec.h"

static int hex_of(unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char lower =
        byte >= 'A' && byte <= 'F' ? (unsigned char)(byte | 0x20) : byte;
    const char *found = lower == '\0' ? NULL : strchr(digits, lower);

    return found == NULL ? -1 : (int)(found - digits);
}

/* The bytes of the soft break that begins with the '=' at `at`, or 0. */
static size_t soft_break_size(const struct input *input, size_t at)
{
    size_t end = at + 1;

    while (end < input->size &&
           (input->text[end] == ' ' || input->text[end] == '\t'))
        end++;
    if (end == input->size && end - at <= AM_QUOTED_HELD)
        return end - at;
    if (end + 1 < input->size && end - at < AM_QUOTED_HELD &&
        memcmp(input->text + end, "\r\n", 2) == 0)
        return end + 2 - at;
    return 0;
}

/* The rules of quoted.h, as plainly as they can be put. */
static bool decode_plainly(const struct input *input, struct text *text)
{
    const unsigned char *in = input->text;
    bool bad_escape = false;

    for (size_t i = 0; i < input->size;) {
        size_t soft = in[i] == '=' ? soft_break_size(input, i) : 0;
        if (soft > 0) {
            i += soft;
        } else if (in[i] == '=' && i + 2 < input->size &&
                   hex_of(in[i + 1]) >= 0 && hex_of(in[i + 2]) >= 0) {
            add_byte(text,
                     (unsigned)(hex_of(in[i + 1]) * 16 + hex_of(in[i + 2])));
            i += 3;
        } else {
            bad_escape = bad_escape || in[i] == '=';
            add_byte(text, in[i++]);
        }
    }
    return bad_escape;
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct decoded whole = decode_all_ways(&input, AM_ENCODING_QUOTED);
    struct text plain = {0};
    bool bad_escape = decode_plainly(&input, &plain);

    MUST(same_text(&whole.text, &plain));
    MUST(((whole.flaws & AM_FLAW_BIT(AM_FLAW_QP_BAD_ESCAPE)) != 0) ==
         bad_escape);
    MUST((whole.flaws & ~(AM_FLAW_BIT(AM_FLAW_QP_BAD_ESCAPE) |
                          AM_FLAW_BIT(AM_FLAW_QP_TRAILING_WS))) == 0);
    MUST(whole.layout != 0);
    free(whole.text.data);
    free(plain.data);
}
