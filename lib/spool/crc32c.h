/*
 * crc32c - the CRC-32C checksum (Castagnoli, RFC 3720 appendix B.4): polynomial
 * 0x1EDC6F41 reflected, all ones at the start and inverted at the end.
 */
#ifndef AM_SPOOL_CRC32C_H
#define AM_SPOOL_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/*
 * The checksum of size bytes that follow those whose checksum is crc; 0 for
 * none, so that pieces may be chained.  Any thread.
 */
uint32_t am_crc32c(uint32_t crc, const void *data, size_t size);

#endif
