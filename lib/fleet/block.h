/*
 * block - rows of a table, sent as one block of the engine's format Native:
 * column after column, where RowBinary has row after row.
 *
 * The engine has nothing to take apart, and finds rows that are in the order of
 * the table's key already; gzip finds like beside like.  A row is put together
 * cell by cell, in the order in which the INSERT names its columns.
 *
 * Sources: ClickHouse's documentation of the format Native; of LowCardinality
 * the comments in its SerializationLowCardinality.cpp.
 */
#ifndef AM_FLEET_BLOCK_H
#define AM_FLEET_BLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define AM_BLOCK_COLUMNS_MAX 64
/* Of the first columns: by these bytes rows are brought in order. */
#define AM_BLOCK_KEY_SIZE 32
#define AM_BLOCK_RECENT   256 /* texts that are known again */

struct am_block {
    const char *kinds; /* of its columns */
    size_t width;      /* bytes of a row, a text by its number */
    size_t count;
    struct am_buf rows;
    struct am_buf texts; /* as by am_rowbinary_text(), most of them once */
    uint32_t text_count;

    struct {
        uint32_t at, size, number; /* in texts; size 0: there is none */
    } recent[AM_BLOCK_RECENT];
};

/*
 * An empty block of at most `limit` bytes of rows, and of texts.  kinds has a
 * letter for each column, at most AM_BLOCK_COLUMNS_MAX:
 *  b  UInt8         k  FixedString(8)
 *  w  UInt16        f  FixedString(16)
 *  q  UInt64        d  Date, days since 1970-01-01 as by am_rowbinary_day()
 *  i  Int64         c  LowCardinality(String)
 * The first ones have AM_BLOCK_KEY_SIZE bytes without a text.
 */
void am_block_init(struct am_block *block, const char *kinds, size_t limit);
void am_block_free(struct am_block *block);

/* Forget the rows, keep the memory. */
void am_block_clear(struct am_block *block);

/* Bytes that it holds. */
size_t am_block_size(const struct am_block *block);

/* Begin a row: make place for it.  Fails as am_buf_reserve() does; what follows
 * cannot, but for texts. */
AM_MUST_CHECK int am_block_row(struct am_block *block, struct am_err *err);

/* The row's next cells: a number of 1, 2 or 8 bytes; bytes as they are; a text,
 * which fails as am_buf_add() does. */
void am_block_number(struct am_block *block, uint64_t value, size_t size);
void am_block_bytes(struct am_block *block, const void *bytes, size_t size);
AM_MUST_CHECK int am_block_text(struct am_block *block, const char *text,
                                struct am_err *err);

/*
 * Add the block to a body, with the names of its columns out of the INSERT
 * statement.  Rows go in the order of their keys' bytes, those of one key as
 * they were added.  Fails with AM_EINVAL (there are not as many names as kinds)
 * and as am_buf_add() does.
 */
AM_MUST_CHECK int am_block_write(const struct am_block *block, const char *sql,
                                 struct am_buf *body, struct am_err *err);

#endif
