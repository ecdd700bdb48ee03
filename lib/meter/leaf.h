/*
 * leaf - one leaf part being measured: decoded, counted and digested as its
 * bytes come.
 *
 * One leaf is open at a time, so one struct serves a meter.  Decodes and
 * digests only what may count; that is decided at the header.
 */
#ifndef AM_METER_LEAF_H
#define AM_METER_LEAF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "codec/decoder.h"
#include "meter/digest.h"
#include "meter/meter.h"
#include "meter/tnefs.h"
#include "meter/uubody.h"
#include "mime/entity.h"

#define AM_LEAF_PATH  512  /* bytes of a part number, NUL included */
#define AM_LEAF_SLICE 4096 /* decoded and digested at a time */

/* Scratch room for a slice; the caller's, dead between its calls. */
struct am_slice {
    unsigned char data[AM_LEAF_SLICE + AM_DECODER_SLACK];
};

/* All members are private but path, to be written where the leaf counts, and
 * part. */
struct am_leaf {
    char path[AM_LEAF_PATH];
    char type[AM_TYPE_SIZE];
    struct am_part part;     /* of one that counts, when it has ended */
    struct am_traits traits; /* limited too if no digest is to be had */
    enum am_encoding encoding;
    bool counts;
    bool decodes; /* counts, and no limit forbids to look */
    bool watches_uu;
    uint64_t size_bytes;
    size_t first_size;
    unsigned char first[AM_SNIFF_SIZE];
    struct am_uubody uubody;
    struct am_decoder decoder;
    struct am_digest *digest;
    struct am_tnefs tnefs;
};

/*
 * Begin a leaf.  What its header does not know: is_encrypted, it is inside of
 * an encrypted message; is_shut, it is an encoded message that is not opened.
 * Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_leaf_begin(struct am_leaf *leaf,
                                const struct am_entity *entity,
                                bool is_encrypted, bool is_shut,
                                struct am_err *err);

/* Take bytes of its body.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_leaf_feed(struct am_leaf *leaf, const unsigned char *data,
                               size_t size, struct am_slice *slice,
                               struct am_err *err);

/* Take the clean lines of base64 that lines begins with, maybe none, as
 * am_decoder_lines() does.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_leaf_take_lines(struct am_leaf *leaf,
                                     struct am_lines *lines,
                                     struct am_slice *slice,
                                     struct am_err *err);

/*
 * The leaf has ended: wire_bytes and line_ends of its body.  Fills leaf->part;
 * of one that does not count flaws alone, which holds those of the header too.
 * Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_leaf_finish(struct am_leaf *leaf, uint64_t wire_bytes,
                                 uint64_t line_ends,
                                 const struct am_entity *entity,
                                 struct am_err *err);

#endif
