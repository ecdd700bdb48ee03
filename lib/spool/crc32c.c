/*
 * crc32c - see crc32c.h.  Eight bytes a step by eight tables (Kounavis and
 * Berry, "slicing-by-8"), computed once; uses no processor instruction of its
 * own, as a record is a few hundred bytes.
 */
#include "spool/crc32c.h"

#include <pthread.h>

#define POLYNOMIAL 0x82f63b78U /* 0x1EDC6F41 reflected */

static uint32_t tables[8][256];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fill_tables(void)
{
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? POLYNOMIAL : 0);
        tables[0][i] = crc;
    }
    for (size_t t = 1; t < 8; t++) {
        for (size_t i = 0; i < 256; i++) {
            tables[t][i] =
                (tables[t - 1][i] >> 8) ^ tables[0][tables[t - 1][i] & 0xffU];
        }
    }
}

static uint32_t step8(uint32_t crc, const unsigned char *p)
{
    crc ^= (uint32_t)p[0] | (uint32_t)p[1] << 8 | (uint32_t)p[2] << 16 |
           (uint32_t)p[3] << 24;
    return tables[7][crc & 0xffU] ^ tables[6][crc >> 8 & 0xffU] ^
           tables[5][crc >> 16 & 0xffU] ^ tables[4][crc >> 24] ^
           tables[3][p[4]] ^ tables[2][p[5]] ^ tables[1][p[6]] ^
           tables[0][p[7]];
}

uint32_t am_crc32c(uint32_t crc, const void *data, size_t size)
{
    const unsigned char *p = data;

    pthread_once(&once, fill_tables);
    crc = ~crc;
    for (; size >= 8; size -= 8, p += 8)
        crc = step8(crc, p);
    for (; size > 0; size--, p++)
        crc = (crc >> 8) ^ tables[0][(crc ^ *p) & 0xffU];
    return ~crc;
}
