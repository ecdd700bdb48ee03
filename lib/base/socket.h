/*
 * socket - the path of a Unix socket: its address, and what stands there.
 * Listens nowhere.
 */
#ifndef AM_BASE_SOCKET_H
#define AM_BASE_SOCKET_H

#include <sys/un.h>

#include "base/err.h"

/* Fill *address with a path.  Fails with AM_EINVAL: too long, or empty. */
AM_MUST_CHECK int am_socket_address(const char *path,
                                    struct sockaddr_un *address,
                                    struct am_err *err);

/*
 * Make way at the path of a Unix socket: one that nobody listens on is removed.
 * Fails with AM_EBUSY if somebody answers, with AM_EINVAL if it is no socket,
 * AM_EACCESS, AM_EIO.
 */
AM_MUST_CHECK int am_socket_clear(const char *path, struct am_err *err);

#endif
