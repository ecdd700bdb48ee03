/*
 * rowbinary - values as the engine's format RowBinary has them, added to a
 * buffer: numbers in little endian, text behind its size, a row's columns one
 * after the other in the order that the INSERT names them.
 *
 * There is nothing to escape.  Each fails as am_buf_add() does.  Source:
 * ClickHouse's documentation of the format RowBinary.
 */
#ifndef AM_FLEET_ROWBINARY_H
#define AM_FLEET_ROWBINARY_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

AM_MUST_CHECK int am_rowbinary_u8(struct am_buf *row, uint8_t value,
                                  struct am_err *err);
/* UInt16, and Date: days since 1970-01-01. */
AM_MUST_CHECK int am_rowbinary_u16(struct am_buf *row, uint16_t value,
                                   struct am_err *err);
AM_MUST_CHECK int am_rowbinary_u32(struct am_buf *row, uint32_t value,
                                   struct am_err *err);
/* UInt64; an Int64 is the same bytes. */
AM_MUST_CHECK int am_rowbinary_u64(struct am_buf *row, uint64_t value,
                                   struct am_err *err);
/* How many bytes, rows or columns follow. */
AM_MUST_CHECK int am_rowbinary_size(struct am_buf *row, uint64_t size,
                                    struct am_err *err);
/* String, and LowCardinality(String). */
AM_MUST_CHECK int am_rowbinary_text(struct am_buf *row, const char *text,
                                    struct am_err *err);
/* FixedString(size). */
AM_MUST_CHECK int am_rowbinary_fixed(struct am_buf *row, const void *bytes,
                                     size_t size, struct am_err *err);

/* A day as a Date can have it: the nearest of 1970-01-01 and 2105-12-31. */
uint16_t am_rowbinary_day(int64_t day);

#endif
