/*
 * param_repair - the repairs of a field's parameters (see rules.h).  Each
 * returns whether it changed the field.
 */
#ifndef AM_TESTS_E2E_PARAM_REPAIR_H
#define AM_TESTS_E2E_PARAM_REPAIR_H

#include <stdbool.h>

#include "base/buf.h"

/* What stands between ';' and is no parameter is skipped. */
bool param_drop_strange(struct am_buf *field);

/* A quote that is not closed ends with the field. */
bool param_close_quotes(struct am_buf *field);

/* "filename*" wins over "filename" (RFC 2231). */
bool param_prefer_extended(struct am_buf *field);

/* Pieces of a name are one, whatever their numbers (RFC 2231 section 3). */
bool param_name_pieces(struct am_buf *field);

/* Blanks at the end of a quoted boundary are none of it. */
bool param_trim_boundary(struct am_buf *field);

#endif
