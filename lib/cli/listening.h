/*
 * listening - the socket of `attachmeter serve`: a port of loopback, the path
 * of a Unix socket, or one that systemd opened.
 *
 * Only decides where; accepts nothing.
 */
#ifndef AM_CLI_LISTENING_H
#define AM_CLI_LISTENING_H

#include <stdbool.h>

#include "base/err.h"

#define AM_LISTENING_DEFAULT "127.0.0.1:9798"

struct am_listening {
    int fd;           /* not blocking */
    char host[64];    /* as in a Host field: "127.0.0.1", "[::1]"; "": a path */
    char where[160];  /* for people: "http://127.0.0.1:9798/", "unix:/path" */
    const char *path; /* of a Unix socket that was made here; else NULL */
};

/*
 * Open it: place is "ADDRESS:PORT" (an IP address, an IPv6 one in brackets, or
 * localhost), port 0 for any that is free, or "unix:/path"; NULL: the socket
 * that systemd gives, or AM_LISTENING_DEFAULT.  A Unix socket gets mode 0660;
 * one that nobody listens on is removed first.
 *
 * An address that others can reach is refused unless is_public.  Fails with
 * AM_EINVAL, AM_EBUSY (in use), AM_EACCESS, AM_EIO.
 */
AM_MUST_CHECK int am_listening_open(struct am_listening *listening,
                                    const char *place, bool is_public,
                                    struct am_err *err);

/* Remove the path, if one was made.  The fd is closed by who accepts on it. */
void am_listening_close(struct am_listening *listening);

#endif
