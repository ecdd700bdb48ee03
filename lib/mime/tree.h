/*
 * tree - opening and closing of parts and containers.
 *
 * The part of the parser that decides what an entity is once its header is
 * known, and what a boundary line or the end of the message closes.  Reads no
 * byte of the input.
 */
#ifndef AM_MIME_TREE_H
#define AM_MIME_TREE_H

#include "mime/parser.h"

/* All three return 1 with *event filled, 0 to go on, or -1: AM_ENOMEM. */

/* The header is whole: open a container or a leaf. */
AM_MUST_CHECK int am_tree_open(struct am_parser *parser, struct am_event *event,
                               struct am_err *err);

/* Close what the boundary line parser->matched closes, and begin what follows;
 * to be called again until it returns 0 and matched is -1. */
AM_MUST_CHECK int am_tree_turn(struct am_parser *parser, struct am_event *event,
                               struct am_err *err);

/* Close everything; to be called again until the state is AM_PARSER_DONE. */
AM_MUST_CHECK int am_tree_finish(struct am_parser *parser,
                                 struct am_event *event, struct am_err *err);

/* Take a field of the header that is being read.  Fails with AM_ENOMEM. */
AM_MUST_CHECK int am_tree_take_field(struct am_parser *parser,
                                     const struct am_field_view *view,
                                     struct am_err *err);

/* Begin a header. */
void am_tree_begin_header(struct am_parser *parser);

#endif
