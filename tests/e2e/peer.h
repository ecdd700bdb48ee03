/*
 * peer - GMime 3 as a second reader of mail: which contents it finds, by the
 * same rule of what counts, written here once more upon GMime's view.
 */
#ifndef AM_TESTS_E2E_PEER_H
#define AM_TESTS_E2E_PEER_H

#include <stddef.h>
#include <stdint.h>

#include "e2e/finds.h"

/* Once a process, before the first message. */
void peer_begin(void);

/* What GMime finds in a message whose lines end in CRLF, where `repairs` (bits
 * of enum rule, see rules.h) are made.  Returns those that changed a thing. */
uint64_t peer_read(struct finds *finds, const unsigned char *data, size_t size,
                   uint64_t repairs);

#endif
