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
struct plain {
    struct text text;
    struct text literal; /* 1 for each byte of text that no escape gave */
    uint32_t flaws;
};

static void put(struct plain *plain, unsigned byte, bool literal)
{
    add_byte(&plain->text, byte);
    add_byte(&plain->literal, literal);
}

static bool is_literal(const struct plain *plain, size_t at, const char *bytes)
{
    return at < plain->text.size && plain->literal.data[at] == 1 &&
           strchr(bytes, plain->text.data[at]) != NULL &&
           plain->text.data[at] != '\0';
}

/* Blanks before a hard line break, and at an end that no soft break makes. */
static void note_white(struct plain *plain, bool ends_soft)
{
    size_t size = plain->text.size;
    bool white = !ends_soft && size > 0 && is_literal(plain, size - 1, " \t");

    for (size_t i = 0; i < size && !white; i++) {
        white = is_literal(plain, i, " \t") && is_literal(plain, i + 1, "\r") &&
                is_literal(plain, i + 2, "\n");
    }
    if (white)
        plain->flaws |= AM_FLAW_BIT(AM_FLAW_QP_TRAILING_WS);
}

static struct plain decode_plainly(const struct input *input)
{
    const unsigned char *in = input->text;
    struct plain plain = {0};
    bool ends_soft = false;

    for (size_t i = 0; i < input->size;) {
        size_t soft = in[i] == '=' ? soft_break_size(input, i) : 0;
        ends_soft = soft > 0 && in[i + soft - 1] != '\n';
        if (soft > 0) {
            i += soft;
        } else if (in[i] == '=' && i + 2 < input->size &&
                   hex_of(in[i + 1]) >= 0 && hex_of(in[i + 2]) >= 0) {
            put(&plain, (unsigned)(hex_of(in[i + 1]) * 16 + hex_of(in[i + 2])),
                false);
            i += 3;
        } else {
            if (in[i] == '=')
                plain.flaws |= AM_FLAW_BIT(AM_FLAW_QP_BAD_ESCAPE);
            put(&plain, in[i++], true);
        }
    }
    note_white(&plain, ends_soft);
    return plain;
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct decoded whole = decode_all_ways(&input, AM_ENCODING_QUOTED);
    struct plain plain = decode_plainly(&input);

    MUST(same_text(&whole.text, &plain.text));
    MUST(whole.flaws == plain.flaws);
    MUST(whole.layout != 0);
    free(whole.text.data);
    free(plain.text.data);
    free(plain.literal.data);
}
