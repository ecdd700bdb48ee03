/* packing - see packing.h. */
#include "fleet/packing.h"

#include <limits.h>
#include <zlib.h>

#define LEVEL       1 /* a third of the bytes is in the fingerprints anyway */
#define GZIP_WINDOW (15 + 16)
#define MEMORY      8

static int deflate_all(z_stream *stream, struct am_buf *packed,
                       const struct am_buf *plain, struct am_err *err)
{
    size_t most = deflateBound(stream, plain->size);

    if (plain->size > UINT_MAX || most > UINT_MAX)
        return am_fail(err, AM_EFULL, "a batch of over 4 GB");
    if (am_buf_reserve(packed, most, err) < 0)
        return -1;
    stream->next_in = plain->data;
    stream->avail_in = (unsigned)plain->size;
    stream->next_out = packed->data + packed->size;
    stream->avail_out = (unsigned)most;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END)
        return am_fail(err, AM_ENOMEM, "zlib does not pack a batch");
    packed->size += most - stream->avail_out;
    return 0;
}

int am_packing_add(struct am_buf *packed, const struct am_buf *plain,
                   struct am_err *err)
{
    z_stream stream = {0};

    if (deflateInit2(&stream, LEVEL, Z_DEFLATED, GZIP_WINDOW, MEMORY,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return am_fail(err, AM_ENOMEM, "no memory to pack a batch");
    int result = deflate_all(&stream, packed, plain, err);
    deflateEnd(&stream);
    return result;
}
