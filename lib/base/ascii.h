/*
 * ascii - characters as mail means them: ASCII, whatever the locale.
 *
 * <ctype.h> and strcasecmp() follow the locale, in which "I" may not be the
 * upper case of "i".
 */
#ifndef AM_BASE_ASCII_H
#define AM_BASE_ASCII_H

#include <stdbool.h>
#include <stddef.h>

/* WSP of RFC 5234: what folds a header, and may stand behind a boundary. */
static inline bool am_ascii_is_wsp(unsigned char c)
{
    return c == ' ' || c == '\t';
}

/* Space, tab, or what is left of a line end in an unfolded field. */
static inline bool am_ascii_is_blank(unsigned char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline unsigned char am_ascii_lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
}

/* The value of a hexadecimal digit in either case, or -1. */
static inline int am_ascii_hex(unsigned char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Are size bytes of text, in any case, the lower-case word of size bytes? */
static inline bool am_ascii_is(const unsigned char *text, size_t size,
                               const char *word)
{
    for (size_t i = 0; i < size; i++) {
        if (am_ascii_lower(text[i]) != (unsigned char)word[i])
            return false;
    }
    return true;
}

/* Is text, in any case, the lower-case word? */
static inline bool am_ascii_equals(const char *text, const char *word)
{
    while (*word != '\0' &&
           am_ascii_lower((unsigned char)*text) == (unsigned char)*word) {
        text++;
        word++;
    }
    return *text == *word;
}

/* Does text begin with prefix?  For short words that mostly differ at once. */
static inline bool am_ascii_begins(const char *text, const char *prefix)
{
    while (*prefix != '\0' && *text == *prefix) {
        text++;
        prefix++;
    }
    return *prefix == '\0';
}

/* Are the two the same?  The same. */
static inline bool am_ascii_same(const char *text, const char *word)
{
    while (*word != '\0' && *text == *word) {
        text++;
        word++;
    }
    return *text == *word;
}

#endif
