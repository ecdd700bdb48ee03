/*
 * packing - bytes in gzip (RFC 1952), as a request's body has them.
 *
 * Not to spare the network alone: a body that is cut on its way is told from a
 * whole one by it, and the engine refuses it, where it would keep the rows of a
 * plain one that were whole.
 */
#ifndef AM_FLEET_PACKING_H
#define AM_FLEET_PACKING_H

#include "base/buf.h"
#include "base/err.h"

/* Add what plain holds to packed.  Fails with AM_ENOMEM, AM_EFULL (the limit of
 * packed). */
AM_MUST_CHECK int am_packing_add(struct am_buf *packed,
                                 const struct am_buf *plain,
                                 struct am_err *err);

#endif
