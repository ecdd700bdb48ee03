/*
 * fuzz_base64 - the base64 decoder: however it is cut, line by line or byte by
 * byte, as the plain decoder here does it, and with layout 0 exactly for what
 * encoding the content again gives back.
 */
#include "codec.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz0123456789+/";

static int six_of(unsigned char byte)
{
    const char *found = byte == '\0' ? NULL : strchr(alphabet, byte);

    return found == NULL ? -1 : (int)(found - alphabet);
}

/* The rules of base64.h, as plainly as they can be put. */
struct plain {
    struct text text;
    uint32_t flaws;
    unsigned count; /* characters of a group not whole yet */
    uint32_t bits;  /* theirs */
    bool half_pad;
    bool ended;
};

/* The first count - 1 bytes of a group. */
static void put_group(struct plain *plain)
{
    uint32_t bits = plain->bits << 6 * (4 - plain->count);

    for (unsigned i = 0; i + 1 < plain->count; i++)
        add_byte(&plain->text, bits >> (16 - 8 * i) & 0xff);
    plain->count = 0;
    plain->bits = 0;
}

static void take_pad(struct plain *plain)
{
    if (plain->count < 2) {
        plain->flaws |= AM_FLAW_BIT(AM_FLAW_B64_AFTER_PAD);
    } else if (plain->count == 2 && !plain->half_pad) {
        plain->half_pad = true;
    } else {
        put_group(plain);
        plain->ended = true;
    }
}

static void take(struct plain *plain, unsigned char byte)
{
    int six = six_of(byte);

    if (six >= 0 && (plain->ended || plain->half_pad))
        plain->flaws |= AM_FLAW_BIT(AM_FLAW_B64_AFTER_PAD);
    if (plain->ended)
        return;
    if (six >= 0) {
        plain->half_pad = false;
        plain->bits = plain->bits << 6 | (uint32_t)six;
        if (++plain->count == 4)
            put_group(plain);
    } else if (byte == '=') {
        take_pad(plain);
    } else if (byte != ' ' && byte != '\t' && byte != '\r' && byte != '\n') {
        plain->flaws |= AM_FLAW_BIT(AM_FLAW_B64_JUNK);
    }
}

static struct plain decode_plainly(const struct input *input)
{
    struct plain plain = {0};

    for (size_t i = 0; i < input->size; i++)
        take(&plain, input->text[i]);
    if (plain.count > 0) {
        plain.flaws |= AM_FLAW_BIT(plain.count == 1 ? AM_FLAW_B64_TRUNCATED
                                                    : AM_FLAW_B64_NO_PAD);
        put_group(&plain);
    }
    return plain;
}

/* The content in base64 with lines of width characters. */
static struct text encode(const struct text *content, size_t width)
{
    struct text text = {0};
    size_t column = 0;

    for (size_t i = 0; i < content->size; i += 3) {
        size_t left = content->size - i;
        uint32_t bits = (uint32_t)content->data[i] << 16;
        if (left > 1)
            bits |= (uint32_t)content->data[i + 1] << 8;
        if (left > 2)
            bits |= content->data[i + 2];
        if (column == width) {
            add_string(&text, "\r\n");
            column = 0;
        }
        add_byte(&text, (unsigned char)alphabet[bits >> 18]);
        add_byte(&text, (unsigned char)alphabet[bits >> 12 & 63]);
        add_byte(&text,
                 left > 1 ? (unsigned char)alphabet[bits >> 6 & 63] : '=');
        add_byte(&text, left > 2 ? (unsigned char)alphabet[bits & 63] : '=');
        column += 4;
    }
    return text;
}

/* Is the text what encode() makes of the content, but for line ends behind? */
static bool is_canonical(const struct input *input, const struct text *content)
{
    size_t size = input->size;
    size_t width = 0;

    while (size >= 2 && memcmp(input->text + size - 2, "\r\n", 2) == 0)
        size -= 2;
    while (width < size && input->text[width] != '\r')
        width++;
    if (width % 4 != 0 || (width == 0 && size > 0))
        return false;
    struct text again = encode(content, width);
    bool same = same_bytes(again.data, again.size, input->text, size);
    free(again.data);
    return same;
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct decoded whole = decode_all_ways(&input, AM_ENCODING_BASE64);
    struct plain plain = decode_plainly(&input);

    MUST(same_text(&whole.text, &plain.text));
    MUST(whole.flaws == plain.flaws);
    MUST((whole.layout == 0) == is_canonical(&input, &whole.text));
    free(whole.text.data);
    free(plain.text.data);
}
