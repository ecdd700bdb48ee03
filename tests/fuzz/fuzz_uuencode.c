/*
 * fuzz_uuencode - the uuencode decoder: however it is cut, within the bounds of
 * its output, and giving back what was encoded.
 */
#include "codec.h"

#define LINE_BYTES 45

/* A line that gives no more than its length says: 63 bytes for two. */
#define GROWTH 63

static unsigned char digit(unsigned six)
{
    return six == 0 ? '`' : (unsigned char)(' ' + six);
}

static unsigned byte_at(const struct input *input, size_t at)
{
    return at < input->size ? input->text[at] : 0;
}

/* A file as uuencode(1) writes it. */
static struct text encode(const struct input *input)
{
    struct text text = {0};

    add_string(&text, "begin 644 x\r\n");
    for (size_t line = 0; line < input->size; line += LINE_BYTES) {
        size_t end = line + LINE_BYTES;
        end = end < input->size ? end : input->size;
        add_byte(&text, digit((unsigned)(end - line)));
        for (size_t i = line; i < end; i += 3) {
            unsigned bits = byte_at(input, i) << 16 |
                            byte_at(input, i + 1) << 8 | byte_at(input, i + 2);
            add_byte(&text, digit(bits >> 18));
            add_byte(&text, digit(bits >> 12 & 63));
            add_byte(&text, digit(bits >> 6 & 63));
            add_byte(&text, digit(bits & 63));
        }
        add_string(&text, "\r\n");
    }
    add_string(&text, "`\r\nend\r\n");
    return text;
}

static void comes_back(const struct input *input)
{
    struct text encoded = encode(input);
    struct input again = *input;

    again.text = encoded.data;
    again.size = encoded.size;
    struct decoded decoded = decode_all_ways(&again, AM_ENCODING_UUENCODE);
    MUST(same_bytes(decoded.text.data, decoded.text.size, input->text,
                    input->size));
    MUST(decoded.flaws == 0);
    free(decoded.text.data);
    free(encoded.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct decoded whole = decode_all_ways(&input, AM_ENCODING_UUENCODE);
    uint32_t no_begin = AM_FLAW_BIT(AM_FLAW_UU_NO_BEGIN);

    MUST(whole.text.size <= GROWTH * input.size);
    MUST((whole.flaws & no_begin) == 0 || whole.flaws == no_begin);
    if (whole.flaws == no_begin) {
        MUST(same_bytes(whole.text.data, whole.text.size, input.text,
                        input.size));
    }
    MUST(whole.layout != 0);
    free(whole.text.data);
    comes_back(&input);
}
