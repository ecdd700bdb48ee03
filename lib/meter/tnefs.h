/*
 * tnefs - the attachments inside a leaf that is a TNEF stream, as they come.
 *
 * A leaf is one if its declared type says so (application/ms-tnef,
 * application/vnd.ms-tnef) or its content begins with the signature.  What is
 * found is told beside the leaf, which is counted and digested as any other.
 * Memory is taken when the first stream comes: some hundred bytes, a digest,
 * and what AM_TNEF_MOST children take.
 */
#ifndef AM_METER_TNEFS_H
#define AM_METER_TNEFS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "meter/meter.h"

struct am_tnef_reader;

/* Zero is a valid one that allows nothing.  All members but most and used are
 * private. */
struct am_tnefs {
    unsigned most;    /* children of a message that are allowed */
    unsigned used;    /* and found; 0 at the begin of a message */
    unsigned matched; /* bytes of the signature seen */
    bool wants;       /* the leaf's bytes */
    bool is_open;     /* it is a stream */
    struct am_tnef_reader *reader;
};

/* Free what it holds. */
void am_tnefs_close(struct am_tnefs *tnefs);

/* Begin a leaf of a declared type, in lower case.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_tnefs_begin(struct am_tnefs *tnefs, const char *type,
                                 struct am_err *err);

/* Take decoded bytes of it; needless where !wants.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_tnefs_feed(struct am_tnefs *tnefs,
                                const unsigned char *data, size_t size,
                                struct am_err *err);

/*
 * The leaf has ended: put children and flaws into part.  They belong to tnefs,
 * until the next begin.  Fails with AM_ENOMEM.
 */
AM_MUST_CHECK int am_tnefs_finish(struct am_tnefs *tnefs, struct am_part *part,
                                  struct am_err *err);

#endif
