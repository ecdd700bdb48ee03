/* bytes - numbers as little-endian bytes, for the spool's files.  Written out
 * where compilers make one store of it, and of a loop eight. */
#ifndef AM_SPOOL_BYTES_H
#define AM_SPOOL_BYTES_H

#include <stdint.h>

static inline void am_put32(unsigned char *p, uint32_t value)
{
    p[0] = (unsigned char)value;
    p[1] = (unsigned char)(value >> 8);
    p[2] = (unsigned char)(value >> 16);
    p[3] = (unsigned char)(value >> 24);
}

static inline void am_put64(unsigned char *p, uint64_t value)
{
    am_put32(p, (uint32_t)value);
    am_put32(p + 4, (uint32_t)(value >> 32));
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
