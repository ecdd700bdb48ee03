/*
 * safe - see safe.h.
 */
#include "base/safe.h"

#include <stdint.h>
#include <string.h>

#define ESCAPE_SIZE 4 /* \xNN */

size_t am_safe_utf8_size(const char *text)
{
    const unsigned char *in = (const unsigned char *)text;
    unsigned char c = in[0];
    size_t size = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;

    if ((c >= 0x80 && c < 0xc2) || c > 0xf4)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if ((in[i] & 0xc0) != 0x80) /* the NUL at the end stops it */
            return 0;
    }
    if ((c == 0xe0 && in[1] < 0xa0) || (c == 0xed && in[1] > 0x9f) ||
        (c == 0xf0 && in[1] < 0x90) || (c == 0xf4 && in[1] > 0x8f))
        return 0;
    return size;
}

static uint32_t code_point(const char *text, size_t size)
{
    static const unsigned char first_bits[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
    uint32_t point = (unsigned char)text[0] & first_bits[size];

    for (size_t i = 1; i < size; i++)
        point = point << 6 | ((unsigned char)text[i] & 0x3f);
    return point;
}

size_t am_safe_size(const char *text)
{
    static const struct {
        uint32_t first, last;
    } unsafe[] = {
        {0, 0x1f},          /* C0; the end of text */
        {0x7f, 0x9f},       /* DEL, C1 */
        {0x61c, 0x61c},     /* Arabic letter mark */
        {0x200b, 0x200f},   /* no width; marks of direction */
        {0x2028, 0x202e},   /* line ends; embeddings and overrides */
        {0x2060, 0x206f},   /* invisible operators; isolates */
        {0xfeff, 0xfeff},   /* byte order mark */
        {0xe0000, 0xe007f}, /* tags */
    };

    size_t size = am_safe_utf8_size(text);

    if (size == 0)
        return 0;
    uint32_t point = code_point(text, size);
    for (size_t i = 0; i < sizeof(unsafe) / sizeof(unsafe[0]); i++) {
        if (point >= unsafe[i].first && point <= unsafe[i].last)
            return 0;
    }
    return size;
}

const char *am_safe_text(const char *text, char *out, size_t out_size)
{
    static const char digits[] = "0123456789abcdef";
    size_t used = 0;

    while (*text != '\0') {
        unsigned char c = (unsigned char)*text;
        const char escape[] = {'\\', 'x', digits[c >> 4], digits[c & 15]};
        size_t size = am_safe_size(text);
        size_t wanted = size > 0 ? size : ESCAPE_SIZE;
        if (used + wanted >= out_size)
            break;
        memcpy(out + used, size > 0 ? text : escape, wanted);
        used += wanted;
        text += size > 0 ? size : 1;
    }
    out[used] = '\0';
    return out;
}
