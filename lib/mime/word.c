/*
 * word - see word.h.  Words are recognised inside quotes too: RFC 2047 forbids
 * it, mailers do it.
 */
#include "mime/word.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "codec/base64_run.h"

static bool quoted_is_blank(const unsigned char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char c = text[i] == '_' ? ' ' : text[i];
        if (c == '=' && i + 2 < size && am_ascii_hex(text[i + 1]) >= 0 &&
            am_ascii_hex(text[i + 2]) >= 0) {
            c = (unsigned char)(am_ascii_hex(text[i + 1]) * 16 +
                                am_ascii_hex(text[i + 2]));
            i += 2;
        }
        if (!am_ascii_is_blank(c))
            return false;
    }
    return true;
}

static bool base64_is_blank(const unsigned char *text, size_t size)
{
    uint32_t group = 0;
    unsigned bits = 0;

    for (size_t i = 0; i < size; i++) {
        uint32_t six = am_base64_six(text[i]);
        if (six == AM_BASE64_BAD)
            continue;
        group = (group << 6 | six) & 0xffff;
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        if (!am_ascii_is_blank((unsigned char)(group >> bits)))
            return false;
    }
    return true;
}

/* An encoded word at text: its payload, coding and whole length, 0: none. */
struct word {
    const unsigned char *data;
    size_t size;
    char coding; /* 'b' or 'q' */
};

static size_t find_word(const unsigned char *text, size_t size,
                        struct word *word)
{
    if (size < 8 || text[0] != '=' || text[1] != '?')
        return 0;
    const unsigned char *mark = memchr(text + 2, '?', size - 2);
    if (mark == NULL || mark + 3 >= text + size || mark[2] != '?')
        return 0;
    word->coding = (char)(mark[1] | 0x20);
    if (word->coding != 'b' && word->coding != 'q')
        return 0;
    word->data = mark + 3;
    const unsigned char *end =
        memchr(word->data, '?', (size_t)(text + size - word->data));
    if (end == NULL || end + 1 >= text + size || end[1] != '=')
        return 0;
    word->size = (size_t)(end - word->data);
    return (size_t)(end + 2 - text);
}

bool am_word_is_blank(const unsigned char *text, size_t size)
{
    size_t i = 0;

    while (i < size) {
        struct word word;
        size_t length = find_word(text + i, size - i, &word);
        if (length == 0) {
            if (!am_ascii_is_blank(text[i++]))
                return false;
            continue;
        }
        bool blank = word.coding == 'b' ? base64_is_blank(word.data, word.size)
                                        : quoted_is_blank(word.data, word.size);
        if (!blank)
            return false;
        i += length;
    }
    return true;
}
