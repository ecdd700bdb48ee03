/*
 * scan - the lines of a body: where it ends, and which bytes are content.
 *
 * The part of the parser that sees every byte of a message.  Looks for line
 * ends by memchr, and at a boundary only where a line begins with "--".
 */
#ifndef AM_MIME_SCAN_H
#define AM_MIME_SCAN_H

#include "mime/parser.h"

/*
 * Go on in a body.  Returns 1 with *event filled, or 0: input was used up, or a
 * boundary line was read and parser->matched is set.  -1: AM_ENOMEM.
 */
AM_MUST_CHECK int am_scan_body(struct am_parser *parser, struct am_event *event,
                               struct am_err *err);

/*
 * The pending line end is content after all: count it, and return 1 with
 * *event if it is still to be told.
 */
int am_scan_flush(struct am_parser *parser, struct am_event *event);

/* A body begins here. */
void am_scan_begin(struct am_parser *parser);

#endif
