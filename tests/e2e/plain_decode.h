/*
 * plain_decode - transfer encodings decoded in the plainest way, whole parts at
 * once, by the rules that lib/codec keeps (its headers name them): to tell
 * whether a difference between two readers is one of decoding.
 */
#ifndef AM_TESTS_E2E_PLAIN_DECODE_H
#define AM_TESTS_E2E_PLAIN_DECODE_H

#include <stddef.h>
#include <stdint.h>

#include "codec/decoder.h"

/* A line of uuencode may stand for 63 bytes and have but one. */
#define PLAIN_ROOM(size) (22 * (size) + 64)

/*
 * Decode data into out, which has PLAIN_ROOM(size) bytes.  *odd are the
 * RULE_BIT()s of what was met that decoders disagree about.  Returns the
 * decoded size.
 */
size_t plain_decode(enum am_encoding encoding, const unsigned char *data,
                    size_t size, unsigned char *out, uint64_t *odd);

#endif
