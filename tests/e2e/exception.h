/*
 * exception - messages that do not come through an MTA as they lie in a file,
 * by rule: what their own header holds cannot be handed to a milter unchanged.
 */
#ifndef AM_TESTS_E2E_EXCEPTION_H
#define AM_TESTS_E2E_EXCEPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "e2e/mailset.h"

/* The rule by which this message is one; NULL: it is none. */
const char *exception_of(const unsigned char *data, size_t size);

/* Has one of the first `count` messages of the set its Message-ID?  Then its
 * envelope says whether it counts. */
bool exception_was_there(const struct mailset *set, size_t count,
                         const struct mail *mail);

/* How the message's own header ends.  Where no empty line ends it an MTA adds
 * one, so that two bytes are more, and a flaw is less. */
enum exception_end {
    EXCEPTION_NONE = 0, /* with an empty line */
    EXCEPTION_LINE,     /* at a line that is no field */
    EXCEPTION_MESSAGE   /* with the message */
};

enum exception_end exception_end_of(const unsigned char *data, size_t size);

/* Write the message as SMTP carries it: lines end in CRLF, the last one too.
 * Fails as am_buf_add() does. */
AM_MUST_CHECK int exception_to_wire(const unsigned char *data, size_t size,
                                    struct am_buf *out, struct am_err *err);

#endif
