/*
 * wire - packets of the milter protocol on a socket, with a time limit.
 *
 * A packet is a length of 4 bytes (big-endian, the command counted), a command
 * of one byte, and data.  Does not know what commands mean.
 */
#ifndef AM_MTA_WIRE_H
#define AM_MTA_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

/*
 * Connect to "unix:/path", "local:/path" or "inet:port@host" within timeout_ms.
 * *fd does not block.  Fails with AM_EINVAL, AM_ENOTFOUND, AM_EACCESS, AM_EBUSY
 * (time is up), AM_EIO.
 */
AM_MUST_CHECK int am_wire_connect(int *fd, const char *socket_name,
                                  int timeout_ms, struct am_err *err);

/* Write size bytes within timeout_ms.  Fails with AM_EBUSY, AM_EIO. */
AM_MUST_CHECK int am_wire_write(int fd, const void *data, size_t size,
                                int timeout_ms, struct am_err *err);

/*
 * Read one packet within timeout_ms: *command, and its data into data, in the
 * place of what it held; the buffer's limit bounds what is taken.  Fails with
 * AM_EBUSY, AM_EIO (hung up, or a length that cannot be), AM_ENOMEM, AM_EFULL.
 */
AM_MUST_CHECK int am_wire_read(int fd, char *command, struct am_buf *data,
                               int timeout_ms, struct am_err *err);

/* Add a packet to out.  Fails as am_buf_add() does. */
AM_MUST_CHECK int am_wire_put(struct am_buf *out, char command,
                              const void *data, size_t size,
                              struct am_err *err);

/* A number as the protocol has it: 4 bytes, the highest first. */
void am_wire_number_put(unsigned char bytes[4], uint32_t number);
uint32_t am_wire_number_get(const unsigned char bytes[4]);

#endif
