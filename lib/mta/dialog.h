/*
 * dialog - the state of one connection to a milter, and how one step of it is
 * taken.  For client.c, which knows the order of the steps; everybody else
 * includes client.h.
 */
#ifndef AM_MTA_DIALOG_H
#define AM_MTA_DIALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "mta/client.h"
#include "mta/macros.h"

/* Bits of the protocol word, as in libmilter's mfdef.h. */
enum am_protocol_bit {
    AM_NO_CONNECT = 0x1,
    AM_NO_HELO = 0x2,
    AM_NO_MAIL = 0x4,
    AM_NO_RCPT = 0x8,
    AM_NO_BODY = 0x10,
    AM_NO_HEADERS = 0x20,
    AM_NO_HEADER_END = 0x40,
    AM_NO_DATA = 0x200,
    AM_QUIET_HEADER = 0x80,
    AM_QUIET_CONNECT = 0x1000,
    AM_QUIET_HELO = 0x2000,
    AM_QUIET_MAIL = 0x4000,
    AM_QUIET_RCPT = 0x8000,
    AM_QUIET_DATA = 0x10000,
    AM_QUIET_HEADER_END = 0x40000,
    AM_QUIET_BODY = 0x80000,
    AM_KEEP_BLANK = 0x100000
};

enum am_place {
    AM_PLACE_IDLE,
    AM_PLACE_ENVELOPE,
    AM_PLACE_HEADER,
    AM_PLACE_BODY
};

struct am_mta {
    int fd;
    int timeout_ms;
    struct am_mta_terms terms;
    struct am_macros macros;
    struct am_mta_peer peer;
    const struct am_mta_envelope *message;
    bool greeted;
    bool skip_body; /* the milter has seen enough of this one */
    enum am_place place;
    struct am_buf out, in;
};

/* One command: with which macros, and under which bits it is left out or not
 * answered. */
struct am_step {
    char command;
    int stage; /* -1: no macros */
    uint32_t left_out, quiet;
};

/* Offer all there is to offer, and keep what the milter asks for.  Fails with
 * AM_EIO, AM_EBUSY, AM_ENOMEM. */
AM_MUST_CHECK int am_dialog_negotiate(struct am_mta *mta, struct am_err *err);

/*
 * Take one step: macros and command in one write, then the reply where one
 * comes.  rcpt is the recipient it is about, or NULL.  Nothing is done if the
 * milter wants it left out.  Fails as am_dialog_negotiate() does.
 */
AM_MUST_CHECK int am_dialog_step(struct am_mta *mta, const struct am_step *step,
                                 const void *data, size_t size,
                                 const char *rcpt, struct am_err *err);

/* Send the end of the message; replies are the caller's to read. */
AM_MUST_CHECK int am_dialog_send_end(struct am_mta *mta, struct am_err *err);

/* Read one reply.  Its data is in mta->in. */
AM_MUST_CHECK int am_dialog_reply(struct am_mta *mta, char *reply,
                                  struct am_err *err);

/* Send a command that no reply follows. */
AM_MUST_CHECK int am_dialog_tell(struct am_mta *mta, char command,
                                 struct am_err *err);

#endif
