/*
 * client - the MTA's side of the milter protocol, version 6.
 *
 * Speaks to a milter as Postfix does: for demo, tests and load runs.
 * Blocking, one connection, with a time limit on every step; sends body chunks
 * of any size up to 65,535 bytes.  Not an MTA: it queues nothing.
 */
#ifndef AM_MTA_CLIENT_H
#define AM_MTA_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

/* One packet: 65,535 bytes of data is what libmilter takes. */
#define AM_MTA_CHUNK_MAX 65535 /* bytes of body in one packet */

struct am_mta;

/* What the milter asked for when the connection began. */
struct am_mta_terms {
    uint32_t version;
    uint32_t actions;  /* rights over the mail: attachmeterd asks for 0 */
    uint32_t protocol; /* steps left out, replies not sent */
};

/*
 * Connect to "unix:/path" or "inet:port@host" and negotiate.  terms may be
 * NULL.  Fails with AM_ENOTFOUND, AM_EACCESS, AM_EBUSY (time is up), AM_EIO.
 */
AM_MUST_CHECK int am_mta_connect(struct am_mta **mta, const char *socket_name,
                                 int timeout_ms, struct am_mta_terms *terms,
                                 struct am_err *err);

/* Say goodbye and close *mta, which may be NULL; or drop it without a word. */
void am_mta_close(struct am_mta **mta);
void am_mta_drop(struct am_mta **mta);

/* Who connected to the MTA, as it tells the milter; NULL: not told. */
struct am_mta_peer {
    const char *name;           /* {client_name} */
    const char *address;        /* {client_addr}: "192.0.2.1", "2001:db8::1" */
    const char *port;           /* {client_port}; "0": local submission */
    const char *relay_name;     /* {j} */
    const char *daemon_address; /* {daemon_addr} */
    const char *daemon_port;    /* {daemon_port}: "25", "587" */
};

/* Say of whom the mail is that follows.  The texts must outlive mta; before
 * the first message, as MTAs tell it once a connection. */
void am_mta_introduce(struct am_mta *mta, const struct am_mta_peer *peer);

struct am_mta_envelope {
    const char *queue_id;    /* {i} */
    const char *sender;      /* without brackets */
    const char *login;       /* {auth_authen}, or NULL */
    const char *const *rcpt; /* without brackets */
    size_t rcpt_count;
    const char *rcpt_mailer; /* {rcpt_mailer} of all of them, or NULL */
};

/* What the milter answered at the end of a message. */
struct am_mta_answer {
    char reply;       /* 'c' continue, 'a' accept, 't' tempfail, ... */
    unsigned changes; /* replies that would have changed the mail */
};

/*
 * Play one message: MAIL, RCPTs, header fields, body in chunks of chunk bytes,
 * end.  message is RFC 5322 with CRLF line ends.  Fails with AM_EIO (the milter
 * hung up or broke the protocol), AM_EBUSY (time is up), AM_EINVAL.
 */
AM_MUST_CHECK int am_mta_message(struct am_mta *mta,
                                 const struct am_mta_envelope *envelope,
                                 const void *message, size_t size, size_t chunk,
                                 struct am_mta_answer *answer,
                                 struct am_err *err);

/*
 * The single steps, for tests that stop in the middle.  A header is one field,
 * folded or not, its last line end may be missing; a body piece is at most
 * AM_MTA_CHUNK_MAX bytes.  A step fails with AM_EIO if the milter answers with
 * anything but "go on".
 */
AM_MUST_CHECK int am_mta_mail(struct am_mta *mta,
                              const struct am_mta_envelope *envelope,
                              struct am_err *err);
AM_MUST_CHECK int am_mta_rcpt(struct am_mta *mta,
                              const struct am_mta_envelope *envelope,
                              size_t which, struct am_err *err);
AM_MUST_CHECK int am_mta_header(struct am_mta *mta, const void *header,
                                size_t size, struct am_err *err);
AM_MUST_CHECK int am_mta_body(struct am_mta *mta, const void *data, size_t size,
                              struct am_err *err);
AM_MUST_CHECK int am_mta_end(struct am_mta *mta, struct am_mta_answer *answer,
                             struct am_err *err);
AM_MUST_CHECK int am_mta_abort(struct am_mta *mta, struct am_err *err);

/* Has the milter read all that was sent? */
bool am_mta_is_read(const struct am_mta *mta);

/* Send bytes that are no packet of ours: what a broken peer would do. */
AM_MUST_CHECK int am_mta_raw(struct am_mta *mta, const void *data, size_t size,
                             struct am_err *err);

#endif
