/*
 * unique - messages that can be told apart in the database: each carries one
 * attachment that no other has.
 */
#ifndef AM_TESTS_E2E_UNIQUE_H
#define AM_TESTS_E2E_UNIQUE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "meter/digest.h"
#include "mta/client.h"

/*
 * Write message number, with a file of size_bytes (at least 64), into out,
 * replacing what it holds, and the digest of the file.
 */
AM_MUST_CHECK int unique_write(uint64_t number, size_t size_bytes,
                               struct am_buf *out,
                               unsigned char digest[AM_DIGEST_SIZE],
                               struct am_err *err);

/*
 * Write it and hand it to the milter for two local recipients and one outside.
 * -1 if there was no answer.
 */
AM_MUST_CHECK int unique_send(struct am_mta *mta, const struct am_buf *message,
                              struct am_mta_answer *answer, struct am_err *err);

/*
 * Write message number and hand it over, both as above, or on a connection of
 * its own.  Fails too if the answer is not "continue".
 */
AM_MUST_CHECK int unique_pass(struct am_mta *mta, uint64_t number,
                              size_t size_bytes, struct am_err *err);
AM_MUST_CHECK int unique_pass_alone(const char *socket, uint64_t number,
                                    size_t size_bytes, struct am_err *err);

#endif
