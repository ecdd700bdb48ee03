/*
 * tnef_bytes - little-endian numbers of a TNEF stream, for codec/tnef*.c alone.
 */
#ifndef AM_CODEC_TNEF_BYTES_H
#define AM_CODEC_TNEF_BYTES_H

#include <stddef.h>
#include <stdint.h>

/* The number of size bytes, at most four. */
static inline uint32_t am_tnef_number(const unsigned char *bytes, size_t size)
{
    uint32_t number = 0;

    for (size_t i = 0; i < size; i++)
        number |= (uint32_t)bytes[i] << (8 * i);
    return number;
}

#endif
