/*
 * fuzz_word - encoded words (RFC 2047): blank text stays blank in each of its
 * codings, and text that is not does not become so.
 */
#include "fuzz.h"
#include "mime/word.h"

static bool is_blank(const struct text *text)
{
    unsigned char *copy = copy_of(text->data, text->size);
    bool blank = am_word_is_blank(copy, text->size);

    free(copy);
    return blank;
}

static bool is_white(unsigned char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_all_white(const unsigned char *data, size_t size)
{
    size_t i = 0;

    while (i < size && is_white(data[i]))
        i++;
    return i == size;
}

static bool has_word(const unsigned char *data, size_t size)
{
    for (size_t i = 0; i + 1 < size; i++) {
        if (data[i] == '=' && data[i + 1] == '?')
            return true;
    }
    return false;
}

static void add_q(struct text *text, const unsigned char *data, size_t size)
{
    static const char digits[] = "0123456789ABCDEF";

    add_string(text, "=?utf-8?Q?");
    for (size_t i = 0; i < size; i++) {
        if (data[i] == ' ') {
            add_byte(text, '_');
            continue;
        }
        add_byte(text, '=');
        add_byte(text, (unsigned char)digits[data[i] >> 4]);
        add_byte(text, (unsigned char)digits[data[i] & 15]);
    }
    add_string(text, "?=");
}

static void add_b(struct text *text, const unsigned char *data, size_t size)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "abcdefghijklmnopqrstuvwxyz0123456789+/";

    add_string(text, "=?x?b?");
    for (size_t i = 0; i < size; i += 3) {
        uint32_t bits = (uint32_t)data[i] << 16;
        if (i + 1 < size)
            bits |= (uint32_t)data[i + 1] << 8;
        if (i + 2 < size)
            bits |= data[i + 2];
        add_byte(text, (unsigned char)alphabet[bits >> 18]);
        add_byte(text, (unsigned char)alphabet[bits >> 12 & 63]);
        add_byte(text,
                 i + 1 < size ? (unsigned char)alphabet[bits >> 6 & 63] : '=');
        add_byte(text, i + 2 < size ? (unsigned char)alphabet[bits & 63] : '=');
    }
    add_string(text, "?=");
}

/* A word of white bytes or not, and the rest of the input behind it. */
static void says_the_same(const struct input *input, size_t size,
                          void (*add_word)(struct text *, const unsigned char *,
                                           size_t))
{
    struct text rest = {0};
    struct text text = {0};

    add(&rest, input->text + size, input->size - size);
    add_string(&text, " ");
    add_word(&text, input->text, size);
    add(&text, rest.data, rest.size);
    MUST(is_blank(&text) ==
         (is_all_white(input->text, size) && is_blank(&rest)));
    free(rest.data);
    free(text.data);
}

void fuzz_one(const unsigned char *data, size_t size)
{
    struct input input = input_of(data, size);
    struct text text = {0};

    add(&text, input.text, input.size);
    bool blank = is_blank(&text);
    if (!has_word(input.text, input.size))
        MUST(blank == is_all_white(input.text, input.size));
    size_t part = input.size > 0 ? next_size(&input.cuts, input.size) : 0;
    says_the_same(&input, part, add_q);
    says_the_same(&input, part, add_b);

    add_string(&text, " x");
    MUST(!is_blank(&text));
    free(text.data);
}
