/*
 * outline - the lines of a message and what they are, found in the plainest
 * way: no tree, just which boundaries were declared so far.  With it a message
 * is rewritten where GMime reads headers and boundaries in another way than we
 * do (see rules.h).
 */
#ifndef AM_TESTS_E2E_OUTLINE_H
#define AM_TESTS_E2E_OUTLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* What the first letter of a container's type becomes where it is not to be
 * opened: it is a leaf then, or nothing that counts. */
#define OUTLINE_LEAF 'x'
#define OUTLINE_SHUT 'z'

/* Write the message with all line ends as CRLF, the last one too. */
void outline_canonise(const unsigned char *data, size_t size,
                      struct am_buf *out);

/*
 * Write the message, whose lines end in CRLF, with these repairs (RULE_BIT()s)
 * into out, replacing what it holds.  is_top: an MTA has read its header, else
 * it was inside another.  Returns the repairs that changed it.
 */
uint64_t outline_repair(const struct am_buf *message, bool is_top,
                        uint64_t repairs, struct am_buf *out);

#endif
