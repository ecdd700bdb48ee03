/*
 * label - the header of a part that holds a file, in the ways mailers name one:
 * RFC 2183, RFC 2231, RFC 2047 inside quotes (which no RFC allows), or only the
 * name of the type.
 */
#ifndef AM_MTA_LABEL_H
#define AM_MTA_LABEL_H

#include "base/buf.h"
#include "base/err.h"
#include "mta/compose.h"

/* Append formatted text of less than 1,024 bytes.  Fails with AM_EFULL beyond,
 * and as am_buf_add() does. */
AM_MUST_CHECK int am_print(struct am_buf *out, struct am_err *err,
                           const char *format, ...) AM_PRINTF(3, 4);

/*
 * Append the header of file, declared as type, and the empty line after it.
 * Fails as am_buf_add() does.
 */
AM_MUST_CHECK int am_label_write(const struct am_enclosure *file,
                                 const char *type, struct am_buf *out,
                                 struct am_err *err);

#endif
