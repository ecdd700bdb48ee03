/* bytes - numbers as little-endian bytes, for the spool's files. */
#ifndef AM_SPOOL_BYTES_H
#define AM_SPOOL_BYTES_H

#include <stdint.h>

static inline void am_put32(unsigned char *p, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

static inline void am_put64(unsigned char *p, uint64_t value)
{
    for (int i = 0; i < 8; i++)
        p[i] = (unsigned char)(value >> (8 * i));
}

static inline uint32_t am_get32(const unsigned char *p)
{
    uint32_t value = 0;
    for (int i = 3; i >= 0; i--)
        value = value << 8 | p[i];
    return value;
}

static inline uint64_t am_get64(const unsigned char *p)
{
    uint64_t value = 0;
    for (int i = 7; i >= 0; i--)
        value = value << 8 | p[i];
    return value;
}

#endif
