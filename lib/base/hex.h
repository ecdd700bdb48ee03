/*
 * hex - bytes as hexadecimal digits, two a byte.
 */
#ifndef AM_BASE_HEX_H
#define AM_BASE_HEX_H

#include <stddef.h>

#include "base/err.h"

/* Which letters stand for digits: of what we write ourselves the small ones. */
#define AM_HEX_SMALL   "0123456789abcdef"
#define AM_HEX_CAPITAL "0123456789ABCDEF"

/* Read size bytes from the digits that text begins with, all of them of
 * `digits`; what is behind them is not looked at.  -1: it has too few. */
AM_MUST_CHECK int am_hex_read(const char *text, const char *digits,
                              unsigned char *bytes, size_t size);

/* Write size bytes, in small letters, and a NUL: 2 * size + 1 bytes of text,
 * which is returned. */
const char *am_hex_write(const unsigned char *bytes, size_t size, char *text);

#endif
