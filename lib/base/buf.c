/* buf - see buf.h. */
#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

void am_buf_init(struct am_buf *buf, size_t limit)
{
    *buf = (struct am_buf){.limit = limit};
}

void am_buf_free(struct am_buf *buf)
{
    free(buf->data);
    am_buf_init(buf, buf->limit);
}

void am_buf_clear(struct am_buf *buf)
{
    buf->size = 0;
}

int am_buf_reserve(struct am_buf *buf, size_t size, struct am_err *err)
{
    if (size > buf->limit - buf->size)
        return am_fail(err, AM_EFULL, "more than %zu bytes", buf->limit);
    size_t needed = buf->size + size;
    if (needed <= buf->room)
        return 0;

    size_t room = buf->room < 64 ? 64 : buf->room;
    while (room < needed)
        room = room > buf->limit / 2 ? buf->limit : room * 2;
    if (room > buf->limit)
        room = buf->limit;
    unsigned char *data = realloc(buf->data, room);
    if (data == NULL)
        return am_fail(err, AM_ENOMEM, "no memory for %zu bytes", room);
    buf->data = data;
    buf->room = room;
    return 0;
}

int am_buf_add(struct am_buf *buf, const void *data, size_t size,
               struct am_err *err)
{
    if (size == 0)
        return 0;
    if (am_buf_reserve(buf, size, err) < 0)
        return -1;
    memcpy(buf->data + buf->size, data, size);
    buf->size += size;
    return 0;
}
