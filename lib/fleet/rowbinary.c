/* rowbinary - see rowbinary.h. */
#include "fleet/rowbinary.h"

#include <string.h>

#define LAST_DAY 49672 /* 2105-12-31, the last one that every version has */

static int add_number(struct am_buf *row, uint64_t value, size_t size,
                      struct am_err *err)
{
    unsigned char bytes[8];

    for (unsigned i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(value >> (8 * i));
    return am_buf_add(row, bytes, size, err);
}

int am_rowbinary_u8(struct am_buf *row, uint8_t value, struct am_err *err)
{
    return add_number(row, value, 1, err);
}

int am_rowbinary_u16(struct am_buf *row, uint16_t value, struct am_err *err)
{
    return add_number(row, value, 2, err);
}

int am_rowbinary_u32(struct am_buf *row, uint32_t value, struct am_err *err)
{
    return add_number(row, value, 4, err);
}

int am_rowbinary_u64(struct am_buf *row, uint64_t value, struct am_err *err)
{
    return add_number(row, value, 8, err);
}

/* Seven bits a byte, the last one without the eighth. */
int am_rowbinary_size(struct am_buf *row, uint64_t size, struct am_err *err)
{
    for (; size >= 0x80; size >>= 7) {
        if (add_number(row, (size & 0x7f) | 0x80, 1, err) < 0)
            return -1;
    }
    return add_number(row, size, 1, err);
}

int am_rowbinary_text(struct am_buf *row, const char *text, struct am_err *err)
{
    size_t size = strlen(text);

    if (am_rowbinary_size(row, size, err) < 0)
        return -1;
    return am_buf_add(row, text, size, err);
}

int am_rowbinary_fixed(struct am_buf *row, const void *bytes, size_t size,
                       struct am_err *err)
{
    return am_buf_add(row, bytes, size, err);
}

uint16_t am_rowbinary_day(int64_t day)
{
    if (day < 0)
        return 0;
    return (uint16_t)(day > LAST_DAY ? LAST_DAY : day);
}
