/* hex - see hex.h. */
#include "base/hex.h"

#include <string.h>

#include "base/ascii.h"

int am_hex_read(const char *text, const char *digits, unsigned char *bytes,
                size_t size)
{
    if (strspn(text, digits) < 2 * size)
        return -1;
    for (size_t i = 0; i < size; i++) {
        unsigned high = (unsigned)am_ascii_hex((unsigned char)text[2 * i]);
        unsigned low = (unsigned)am_ascii_hex((unsigned char)text[2 * i + 1]);
        bytes[i] = (unsigned char)(high << 4 | low);
    }
    return 0;
}

const char *am_hex_write(const unsigned char *bytes, size_t size, char *text)
{
    static const char digits[] = AM_HEX_SMALL;

    for (size_t i = 0; i < size; i++) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 15];
    }
    text[2 * size] = '\0';
    return text;
}
